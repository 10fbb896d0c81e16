import { noQuerySchema, nothingSchema } from '../../shared/contract/admin/requests.ts';
import { toVerificationJson } from '../../shared/contract/admin/verification-json.ts';
import type { VerifyConnection } from '../../shared/flows/admin/verify-connection.ts';
import { createAdminHandler } from '../../shared/runtime/admin/admin-handler.ts';
import { json, problem, refusal } from '../../shared/runtime/admin/answer.ts';
import { createBodyEndpoint } from '../../shared/runtime/admin/call.ts';
import type { Log } from '../../shared/runtime/log.ts';

type Deps = { readonly verifyConnection: VerifyConnection; readonly log: Log };

export const createHandler = ({ verifyConnection, log }: Deps) => {
  const endpoints = {
    'POST /v1/integrations/{integrationId}/verify': createBodyEndpoint(
      { body: nothingSchema, query: noQuerySchema },
      async (ref) => {
        const outcome = await verifyConnection(ref);
        switch (outcome.kind) {
          case 'checked':
            return json(200, toVerificationJson(outcome.check, outcome.checkedAt, outcome.lastSeenAt));
          case 'no_key':
            return problem(409, NO_KEY);
          case 'not_found':
            return refusal('not_found');
        }
      },
    ),
  };
  return createAdminHandler({ endpoints, log });
};

const NO_KEY = {
  code: 'freshchat_key_missing',
  field: 'freshchatKey',
  message: 'No usable Freshchat API key is stored. Enter it again.',
};
