import { createBodyEndpoint } from '../../shared/core/http/endpoint.ts';
import { json, problem, refusal } from '../../shared/core/http/http-answer.ts';
import { createHttpHandler } from '../../shared/core/http/http-handler.ts';
import type { Log } from '../../shared/core/lambda/log.ts';
import { INTEGRATION_OPERATIONS } from '../../shared/integrations/operations.ts';
import { toVerificationJson } from '../../shared/integrations/verification-json.ts';
import type { VerifyConnection } from '../../shared/integrations/verify-connection.ts';

type Deps = { readonly verifyConnection: VerifyConnection; readonly log: Log };

export const createHandler = ({ verifyConnection, log }: Deps) => {
  const verify = createBodyEndpoint(INTEGRATION_OPERATIONS.verifyConnection, async (ref) => {
    const outcome = await verifyConnection(ref);
    switch (outcome.kind) {
      case 'checked':
        return json(200, toVerificationJson(outcome.check, outcome.checkedAt, outcome.lastSeenAt));
      case 'no_key':
        return problem(409, NO_KEY);
      case 'not_found':
        return refusal('not_found');
    }
  });
  return createHttpHandler({ endpoints: [verify], log });
};

const NO_KEY = {
  code: 'freshchat_key_missing',
  field: 'freshchatKey',
  message: 'No usable Freshchat API key is stored. Enter it again.',
};
