import type { Clock } from '../../shared/core/clock.ts';
import { cachedAnswer } from '../../shared/core/http/cached-answer.ts';
import { createBodyEndpoint, createEndpoint } from '../../shared/core/http/endpoint.ts';
import { type Answer, json, noContent, problem, refusal } from '../../shared/core/http/http-answer.ts';
import { createHttpHandler } from '../../shared/core/http/http-handler.ts';
import { toListJson, toPageWanted } from '../../shared/core/http/list-json.ts';
import { parseRfc3339, toRfc3339 } from '../../shared/core/instant.ts';
import type { Log } from '../../shared/core/lambda/log.ts';
import type { AddIntegration } from '../../shared/integrations/add-integration.ts';
import type { ChangeIntegration } from '../../shared/integrations/change-integration.ts';
import type { DeleteIntegration } from '../../shared/integrations/delete-integration.ts';
import type { Describe } from '../../shared/integrations/describe.ts';
import type { GenerateKey } from '../../shared/integrations/generate-key.ts';
import { toIncidentJson } from '../../shared/integrations/incident-json.ts';
import type { Integration } from '../../shared/integrations/integration.ts';
import { toIntegrationJson, toKeyJson } from '../../shared/integrations/integration-json.ts';
import type { ListIncidents } from '../../shared/integrations/list-incidents.ts';
import type { ListIntegrations, ShowIntegration } from '../../shared/integrations/list-integrations.ts';
import { INTEGRATION_OPERATIONS as OPERATIONS } from '../../shared/integrations/operations.ts';
import { isListPlace } from '../../shared/integrations/overview.ts';
import type { PauseIntegration } from '../../shared/integrations/pause-integration.ts';
import { requestProblems } from '../../shared/integrations/request-problem.ts';
import type { RestoreIntegration } from '../../shared/integrations/restore-integration.ts';
import type { RevokeKey } from '../../shared/integrations/revoke-key.ts';
import { toPipelineJson } from '../../shared/operations/pipeline-json.ts';
import { SIGNED_IN_OPERATIONS } from '../../shared/operations/signed-in-operations.ts';
import { ERASE_SCOPE, SCOPES } from '../../shared/routes.ts';
import type { FindPipelineMemory } from '../../shared/silence/monitor-memory.port.ts';
import { conflict, notVerified } from './refusals.ts';

export type ManageIntegrationsDeps = {
  readonly addIntegration: AddIntegration;
  readonly listIntegrations: ListIntegrations;
  readonly showIntegration: ShowIntegration;
  readonly showLiveIntegration: ShowIntegration;
  readonly changeIntegration: ChangeIntegration;
  readonly pauseIntegration: PauseIntegration;
  readonly resumeIntegration: PauseIntegration;
  readonly deleteIntegration: DeleteIntegration;
  readonly restoreIntegration: RestoreIntegration;
  readonly generateKey: GenerateKey;
  readonly revokeKey: RevokeKey;
  readonly listIncidents: ListIncidents;
  readonly findPipelineMemory: FindPipelineMemory;
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

  const switchEndpoint = (
    operation: typeof OPERATIONS.pauseIntegration | typeof OPERATIONS.resumeIntegration,
    switchPause: PauseIntegration,
  ) =>
    createBodyEndpoint(operation, async (ref) => {
      const outcome = await switchPause(ref);
      return outcome.kind === 'changed' ? integrationAnswer(200, outcome.integration) : refusal('not_found');
    });

  const endpoints = [
    createBodyEndpoint(
      OPERATIONS.createIntegration,
      async ({ accountId, by, body: { silencePolicy, template: _, ...settings }, query }) => {
        const outcome = await deps.addIntegration({
          accountId,
          ...(by !== undefined && { by }),
          ...settings,
          ...(silencePolicy && { silencePolicy }),
          isVerified: query.verify,
        });
        switch (outcome.kind) {
          case 'created':
            return integrationAnswer(201, outcome.integration);
          case 'name_taken':
          case 'too_many_integrations':
            return conflict(outcome.kind);
          case 'not_verified':
            return notVerified(outcome.check);
        }
      },
    ),

    createEndpoint(OPERATIONS.listIntegrations, async ({ accountId, headers, query: { state, ...page } }) => {
      const wanted = toPageWanted(accountId, page, (place) => isListPlace(accountId, place));
      if (!wanted) return badCursor();
      const { counts, ...found } = await deps.listIntegrations(accountId, { ...wanted, ...(state && { state }) });
      const list = toListJson(accountId, found, toIntegrationJson);
      return cachedAnswer(headers, JSON.stringify({ ...list, counts }), 'application/json');
    }),

    createEndpoint(OPERATIONS.getIntegration, async (ref) => {
      const overview = await deps.showIntegration(ref);
      return overview ? json(200, toIntegrationJson(overview)) : refusal('not_found');
    }),

    createBodyEndpoint(OPERATIONS.changeIntegration, async ({ body, query, ...ref }) => {
      const outcome = await deps.changeIntegration(ref, { ...body, isVerified: query.verify });
      switch (outcome.kind) {
        case 'changed':
          return integrationAnswer(200, outcome.integration);
        case 'version_conflict':
        case 'name_taken':
          return conflict(outcome.kind);
        case 'domain_missing':
          return problem(422, requestProblems.toProblem('missing', ['freshchatDomain']));
        case 'not_verified':
          return notVerified(outcome.check);
        case 'not_found':
          return refusal('not_found');
      }
    }),

    createEndpoint(OPERATIONS.deleteIntegration, async ({ query, scopes, ...ref }) => {
      if (query.erase && !scopes.includes(ERASE_SCOPE)) return refusal('scope_missing');
      const outcome = await deps.deleteIntegration(ref, query.erase);
      if (outcome.kind === 'erasing') return integrationAnswer(202, outcome.integration);
      return outcome.kind === 'deleted' ? noContent() : refusal('not_found');
    }),

    createBodyEndpoint(OPERATIONS.restoreIntegration, async (ref) => {
      const outcome = await deps.restoreIntegration(ref);
      switch (outcome.kind) {
        case 'restored':
          return integrationAnswer(200, outcome.integration);
        case 'deleted':
          return noContent();
        case 'erasing_began':
          return conflict('erasing_began');
        case 'name_taken':
        case 'not_found':
          return refusal('not_found');
      }
    }),

    switchEndpoint(OPERATIONS.pauseIntegration, deps.pauseIntegration),
    switchEndpoint(OPERATIONS.resumeIntegration, deps.resumeIntegration),

    createBodyEndpoint(OPERATIONS.generateKey, async ({ body, ...ref }) => {
      const { expiresAt: wantedEnd, expireOthersAfter: expireOthersAfterMs } = body;
      const outcome = await deps.generateKey(ref, {
        ...(wantedEnd !== undefined && { expiresAt: wantedEnd }),
        ...(expireOthersAfterMs !== undefined && { expireOthersAfterMs }),
      });
      switch (outcome.kind) {
        case 'generated': {
          const { keyId, key, createdAt, expiresAt } = outcome;
          const end = expiresAt === undefined ? {} : { expiresAt: toRfc3339(expiresAt) };
          return json(201, { keyId, key, createdAt: toRfc3339(createdAt), ...end });
        }
        case 'too_many_keys':
          return conflict('too_many_keys');
        case 'expired_already':
          return problem(422, requestProblems.toProblem('in_past', ['expiresAt']));
        case 'name_taken':
        case 'not_found':
          return refusal('not_found');
      }
    }),

    createEndpoint(OPERATIONS.listKeys, async (ref) => {
      const overview = await deps.showLiveIntegration(ref);
      // At most a hundred are kept: one page.
      return overview ? json(200, { items: toIntegrationJson(overview).keys }) : refusal('not_found');
    }),

    createEndpoint(OPERATIONS.revokeKey, async ({ keyId, ...ref }) => {
      const key = await deps.revokeKey(ref, keyId);
      return key ? json(200, toKeyJson(key, clock())) : refusal('not_found');
    }),

    createEndpoint(OPERATIONS.listIncidents, async ({ query, ...ref }) => {
      const wanted = toPageWanted(ref.integrationId, query, (at) => parseRfc3339(at) !== undefined);
      if (!wanted) return badCursor();
      const page = await deps.listIncidents(ref, wanted);
      return page ? json(200, toListJson(ref.integrationId, page, toIncidentJson)) : refusal('not_found');
    }),

    createEndpoint(SIGNED_IN_OPERATIONS.readMe, async ({ accountId, by, scopes }) =>
      json(200, {
        account: accountId,
        ...(by !== undefined && { subject: by }),
        scopes: SCOPES.filter((scope) => scopes.includes(scope)),
      }),
    ),

    createEndpoint(SIGNED_IN_OPERATIONS.readPipeline, async () =>
      json(200, toPipelineJson(await deps.findPipelineMemory(), clock())),
    ),
  ];

  return createHttpHandler({ endpoints, log });
};

const badCursor = (): Answer => problem(400, requestProblems.toProblem('not_a_cursor', ['cursor']));
