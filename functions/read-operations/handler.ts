import { createEndpoint } from '../../shared/core/http/endpoint.ts';
import { type Answer, json, problem } from '../../shared/core/http/http-answer.ts';
import { createHttpHandler } from '../../shared/core/http/http-handler.ts';
import { toListJson, toPageWanted } from '../../shared/core/http/list-json.ts';
import { toRfc3339 } from '../../shared/core/instant.ts';
import type { Log } from '../../shared/core/lambda/log.ts';
import { requestProblems } from '../../shared/integrations/request-problem.ts';
import { isIncidentPlace, type ListIncidentsOfAll } from '../../shared/operations/list-incidents-of-all.ts';
import { ON_CALL_OPERATIONS as OPERATIONS } from '../../shared/operations/on-call-operations.ts';
import {
  toIncidentOfAllJson,
  toIntegrationOfAllJson,
  toPipelineNumbersJson,
} from '../../shared/operations/operations-json.ts';
import { isPlaceKey } from '../../shared/operations/survey.ts';
import type { SurveyIntegrations, TakeSnapshot } from '../../shared/operations/survey-integrations.ts';

export type ReadOperationsDeps = {
  readonly takeSnapshot: TakeSnapshot;
  readonly surveyIntegrations: SurveyIntegrations;
  readonly listIncidentsOfAll: ListIncidentsOfAll;
  readonly log: Log;
};

/** Cursors name their list. */
const INTEGRATIONS = 'operations/integrations';
const INCIDENTS = 'operations/incidents';

export const createHandler = ({ takeSnapshot, surveyIntegrations, listIncidentsOfAll, log }: ReadOperationsDeps) => {
  const integrations = createEndpoint(OPERATIONS.surveyIntegrations, async ({ query: { state, ...page } }) => {
    const wanted = toPageWanted(INTEGRATIONS, page, isPlaceKey);
    if (!wanted) return badCursor();
    const found = await surveyIntegrations({ ...wanted, ...(state && { state }) });
    const { readAt, counts } = found.snapshot;
    const list = toListJson(INTEGRATIONS, found, toIntegrationOfAllJson(found.snapshot));
    return json(200, { readAt: toRfc3339(readAt), counts, ...list });
  });

  const incidents = createEndpoint(OPERATIONS.surveyIncidents, async ({ query: { state, ...page } }) => {
    const wanted = toPageWanted(INCIDENTS, page, isIncidentPlace);
    if (!wanted) return badCursor();
    const found = await listIncidentsOfAll({ ...wanted, ...(state && { state }) });
    return json(200, toListJson(INCIDENTS, found, toIncidentOfAllJson));
  });

  const pipeline = createEndpoint(OPERATIONS.surveyPipeline, async () =>
    json(200, toPipelineNumbersJson(await takeSnapshot())),
  );

  return createHttpHandler({ endpoints: [integrations, incidents, pipeline], log });
};

const badCursor = (): Answer => problem(400, requestProblems.toProblem('not_a_cursor', ['cursor']));
