import { createDynamoClient } from '../../shared/core/dynamo/dynamo-client.ts';
import { prepareFunction } from '../../shared/core/lambda/function.ts';
import { randomPause } from '../../shared/core/random-pause.ts';
import { systemClock } from '../../shared/core/system-clock.ts';
import { createListIncidentsOfAll } from '../../shared/operations/list-incidents-of-all.ts';
import { createOperationsStore } from '../../shared/operations/survey.dynamo.ts';
import { createSurveyIntegrations, createTakeSnapshot } from '../../shared/operations/survey-integrations.ts';
import { environmentSchema } from './env.ts';
import { createHandler } from './handler.ts';

const { environment, log, toHandler } = prepareFunction('read-operations', environmentSchema, process.env);

const store = createOperationsStore({
  client: createDynamoClient(),
  table: environment.INTEGRATIONS_TABLE,
  pause: randomPause,
  onError: log.error,
});
const takeSnapshot = createTakeSnapshot(store, systemClock);

export const handler = toHandler(
  createHandler({
    takeSnapshot,
    surveyIntegrations: createSurveyIntegrations(takeSnapshot, store),
    listIncidentsOfAll: createListIncidentsOfAll(takeSnapshot, store),
    log,
  }),
);
