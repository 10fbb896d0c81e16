/** The answers of docs/events.md. Codes and paths, never a value of what was sent. */

import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { NO_SNIFF } from '../../shared/core/http/no-sniff.ts';
import { MAX_BODY_BYTES, MAX_EVENTS } from '../../shared/intake/event-post.ts';
import type { Reception } from '../../shared/intake/receive-events.ts';

type Answer = APIGatewayProxyStructuredResultV2;

export const toAnswer = (reception: Reception): Answer => {
  switch (reception.kind) {
    case 'accepted':
      return json(202, reception.answer);
    case 'none_valid':
      return json(422, reception.answer);
    case 'unauthorized':
      return json(401, error(reception.reason, UNAUTHORIZED[reception.reason]), { 'www-authenticate': 'Bearer' });
    case 'refused': {
      const { status, message } = REFUSED[reception.reason];
      return json(status, error(reception.reason, message));
    }
    case 'unavailable':
      return json(503, error('unavailable', 'The events could not be queued and are not stored. Send them again.'), {
        'retry-after': RETRY_AFTER_SECONDS,
      });
  }
};

/** Within the 20 s that the app has for everything, retries included. */
const RETRY_AFTER_SECONDS = '1';

const UNAUTHORIZED = {
  key_missing: 'Send the injixo API key as "Authorization: Bearer <API key>".',
  key_malformed: 'This is not an injixo API key: its form or its checksum is wrong. Copy the whole key again.',
  key_unknown: 'This injixo API key is not known. Generate a key in Account > Integrations and paste it into the app.',
  key_revoked: 'This injixo API key was revoked. Generate a key in Account > Integrations and paste it into the app.',
  key_expired: 'This injixo API key has expired. Generate a key in Account > Integrations and paste it into the app.',
} as const;

const REFUSED = {
  not_json: { status: 400, message: 'The body is not JSON in UTF-8.' },
  not_an_object: { status: 400, message: 'The body must be one event or {"events": [event, …]}.' },
  too_deep: { status: 400, message: 'The body is nested deeper than 32 levels.' },
  too_large: { status: 413, message: `The body is larger than ${MAX_BODY_BYTES} bytes. Send fewer events at once.` },
  too_many_events: { status: 413, message: `More than ${MAX_EVENTS} events. Send fewer at once.` },
  not_json_by_type: { status: 415, message: 'Send "Content-Type: application/json".' },
} as const;

const error = (code: string, message: string) => ({ error: { code, message } });

const json = (statusCode: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer => ({
  statusCode,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...NO_SNIFF, ...headers },
  body: JSON.stringify(body),
});
