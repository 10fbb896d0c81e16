import { toIncidentJson } from '../../shared/contract/admin/incident-json.ts';
import { toIntegrationJson, toKeyJson } from '../../shared/contract/admin/integration-json.ts';
import { toListJson, toPageWanted } from '../../shared/contract/admin/list-json.ts';
import { toAdminProblem } from '../../shared/contract/admin/problem.ts';
import {
  changeIntegrationSchema,
  createIntegrationSchema,
  eraseQuerySchema,
  generateKeySchema,
  noQuerySchema,
  nothingSchema,
  pageQuerySchema,
  verifyQuerySchema,
} from '../../shared/contract/admin/requests.ts';
import { parseRfc3339, toRfc3339 } from '../../shared/domain/event-time.ts';
import { type Integration, isOwnId } from '../../shared/domain/integration.ts';
import type { ChangeIntegration } from '../../shared/flows/admin/change-integration.ts';
import type { CreateIntegration } from '../../shared/flows/admin/create-integration.ts';
import type { DeleteIntegration } from '../../shared/flows/admin/delete-integration.ts';
import type { Describe } from '../../shared/flows/admin/describe.ts';
import type { GenerateKey } from '../../shared/flows/admin/generate-key.ts';
import type { ListIncidents } from '../../shared/flows/admin/list-incidents.ts';
import type { ListIntegrations, ShowIntegration } from '../../shared/flows/admin/list-integrations.ts';
import type { PauseIntegration } from '../../shared/flows/admin/pause-integration.ts';
import type { RevokeKey } from '../../shared/flows/admin/revoke-key.ts';
import type { Clock } from '../../shared/flows/clock.ts';
import { createAdminHandler } from '../../shared/runtime/admin/admin-handler.ts';
import { type Answer, json, noContent, problem, refusal } from '../../shared/runtime/admin/answer.ts';
import { createBodyEndpoint, createEndpoint } from '../../shared/runtime/admin/call.ts';
import type { Log } from '../../shared/runtime/log.ts';
import { conflict, notVerified } from './refusals.ts';

export type ManageIntegrationsDeps = {
  readonly createIntegration: CreateIntegration;
  readonly listIntegrations: ListIntegrations;
  readonly showIntegration: ShowIntegration;
  readonly showLiveIntegration: ShowIntegration;
  readonly changeIntegration: ChangeIntegration;
  readonly pauseIntegration: PauseIntegration;
  readonly resumeIntegration: PauseIntegration;
  readonly deleteIntegration: DeleteIntegration;
  readonly generateKey: GenerateKey;
  readonly revokeKey: RevokeKey;
  readonly listIncidents: ListIncidents;
  readonly describe: Describe;
  readonly clock: Clock;
  readonly log: Log;
};

export const createHandler = (deps: ManageIntegrationsDeps) => {
  const { describe, clock, log } = deps;

  const integrationAnswer = async (status: number, integration: Integration): Promise<Answer> => {
    const [overview] = await describe([integration]);
    return overview ? json(status, toIntegrationJson(overview)) : refusal('not_found');
  };

  const switchEndpoint = (switchPause: PauseIntegration) =>
    createBodyEndpoint({ body: nothingSchema, query: noQuerySchema }, async (ref) => {
      const outcome = await switchPause(ref);
      return outcome.kind === 'changed' ? integrationAnswer(200, outcome.integration) : refusal('not_found');
    });

  const endpoints = {
    'POST /v1/integrations': createBodyEndpoint(
      { body: createIntegrationSchema, query: verifyQuerySchema },
      async ({ accountId, body: { silencePolicy, template: _, ...settings }, query }) => {
        const outcome = await deps.createIntegration({
          accountId,
          ...settings,
          ...(silencePolicy && { silencePolicy }),
          isVerified: query.verify,
        });
        switch (outcome.kind) {
          case 'created':
            return integrationAnswer(201, outcome.integration);
          case 'name_taken':
            return conflict('name_taken');
          case 'not_verified':
            return notVerified(outcome.check);
        }
      },
    ),

    'GET /v1/integrations': createEndpoint(pageQuerySchema, async ({ accountId, query }) => {
      const wanted = toPageWanted(accountId, query, (id) => isOwnId(accountId, id));
      if (!wanted) return badCursor();
      return json(200, toListJson(accountId, await deps.listIntegrations(accountId, wanted), toIntegrationJson));
    }),

    'GET /v1/integrations/{integrationId}': createEndpoint(noQuerySchema, async (ref) => {
      const overview = await deps.showIntegration(ref);
      return overview ? json(200, toIntegrationJson(overview)) : refusal('not_found');
    }),

    'PATCH /v1/integrations/{integrationId}': createBodyEndpoint(
      { body: changeIntegrationSchema, query: verifyQuerySchema },
      async ({ body, query, ...ref }) => {
        const outcome = await deps.changeIntegration(ref, { ...body, isVerified: query.verify });
        switch (outcome.kind) {
          case 'changed':
            return integrationAnswer(200, outcome.integration);
          case 'version_conflict':
          case 'name_taken':
            return conflict(outcome.kind);
          case 'domain_missing':
            return problem(422, toAdminProblem('missing', ['freshchatDomain']));
          case 'not_verified':
            return notVerified(outcome.check);
          case 'not_found':
            return refusal('not_found');
        }
      },
    ),

    'DELETE /v1/integrations/{integrationId}': createEndpoint(eraseQuerySchema, async ({ query, ...ref }) => {
      const outcome = await deps.deleteIntegration(ref, query.erase);
      if (outcome.kind === 'erasing') return integrationAnswer(202, outcome.integration);
      return outcome.kind === 'deleted' ? noContent() : refusal('not_found');
    }),

    'POST /v1/integrations/{integrationId}/pause': switchEndpoint(deps.pauseIntegration),
    'POST /v1/integrations/{integrationId}/resume': switchEndpoint(deps.resumeIntegration),

    'POST /v1/integrations/{integrationId}/keys': createBodyEndpoint(
      { body: generateKeySchema, query: noQuerySchema },
      async ({ body, ...ref }) => {
        const outcome = await deps.generateKey(ref, body.expireOthersAfter);
        if (outcome.kind === 'too_many_keys') return conflict('too_many_keys');
        if (outcome.kind !== 'generated') return refusal('not_found');
        const { keyId, key, createdAt } = outcome;
        return json(201, { keyId, key, createdAt: toRfc3339(createdAt) });
      },
    ),

    'GET /v1/integrations/{integrationId}/keys': createEndpoint(noQuerySchema, async (ref) => {
      const overview = await deps.showLiveIntegration(ref);
      // At most a hundred are kept: one page.
      return overview ? json(200, { items: toIntegrationJson(overview).keys }) : refusal('not_found');
    }),

    'DELETE /v1/integrations/{integrationId}/keys/{keyId}': createEndpoint(noQuerySchema, async ({ keyId, ...ref }) => {
      const key = await deps.revokeKey(ref, keyId);
      return key ? json(200, toKeyJson(key, clock())) : refusal('not_found');
    }),

    'GET /v1/integrations/{integrationId}/incidents': createEndpoint(pageQuerySchema, async ({ query, ...ref }) => {
      const wanted = toPageWanted(ref.integrationId, query, (at) => parseRfc3339(at) !== undefined);
      if (!wanted) return badCursor();
      const page = await deps.listIncidents(ref, wanted);
      return page ? json(200, toListJson(ref.integrationId, page, toIncidentJson)) : refusal('not_found');
    }),
  };

  return createAdminHandler({ endpoints, log });
};

const badCursor = (): Answer => problem(400, toAdminProblem('not_a_cursor', ['cursor']));
