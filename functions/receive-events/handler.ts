import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Clock } from '../../shared/core/clock.ts';
import { isJsonType } from '../../shared/core/http/json-body.ts';
import type { Log } from '../../shared/core/lambda/log.ts';
import type { EventPost, ReceiveEvents, Reception } from '../../shared/intake/receive-events.ts';
import { METRICS } from '../../shared/names.ts';
import { toAnswer } from './answer.ts';
import { createNoteStranger, type NoteStranger } from './refusal-log.ts';

type Deps = { readonly receiveEvents: ReceiveEvents; readonly log: Log; readonly clock: Clock };

export const createHandler = ({ receiveEvents, log, clock }: Deps) => {
  const noteStranger = createNoteStranger({ log, clock });
  return async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const reception = await receiveEvents(toPost(event));
    logReception({ log, noteStranger }, reception);
    return toAnswer(reception);
  };
};

const toPost = ({ headers, body = '', isBase64Encoded }: APIGatewayProxyEventV2): EventPost => ({
  authorization: headers['authorization'],
  isJson: isJsonType(headers['content-type']),
  body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
});

type Logs = { readonly log: Log; readonly noteStranger: NoteStranger };

const logReception = ({ log, noteStranger }: Logs, reception: Reception): void => {
  const { kind, integrationId, keyId } = reception;
  const fields = { integrationId, keyId, ...('reason' in reception && { reason: reception.reason }) };
  const stale = reception.isStaleKey ? { [METRICS.staleKeyUsed]: 1 } : {};
  switch (kind) {
    case 'accepted':
    case 'none_valid': {
      const { accepted, rejected, alsoRejected = 0 } = reception.answer;
      const refused = rejected.length + alsoRejected;
      log.outcome(
        kind,
        { ...fields, codes: [...new Set(rejected.map(({ code }) => code))] },
        { [METRICS.eventsAccepted]: accepted, [METRICS.eventsRejected]: refused, ...stale },
      );
      return;
    }
    case 'unauthorized':
      // A dead key has somebody who must act, and each of its requests shows.
      if (integrationId === undefined) noteStranger(reception.reason);
      else log.outcome(kind, fields, { [METRICS.requestsUnauthorized]: 1 });
      return;
    case 'refused':
      log.outcome(kind, fields, stale);
      return;
    case 'unavailable':
      log.error(reception.cause);
      log.outcome(kind, { ...fields, part: reception.part }, stale);
      return;
  }
};
