import middy from '@middy/core';
import { createDynamoClient } from '../../shared/adapters/dynamo/client.ts';
import { createEraseTables } from '../../shared/adapters/dynamo/erase-tables.ts';
import { createFindIntegration, createSaveIntegration } from '../../shared/adapters/dynamo/integration-store.ts';
import { randomPause } from '../../shared/adapters/random-pause.ts';
import { systemClock } from '../../shared/adapters/system-clock.ts';
import { createEraseIntegrations } from '../../shared/flows/admin/erase-integrations.ts';
import { parseEnvironment } from '../../shared/runtime/environment.ts';
import { createLog, writeToStandardOutput } from '../../shared/runtime/log.ts';
import { logFailures } from '../../shared/runtime/log-failures.ts';
import { environmentSchema } from './env.ts';
import { createHandler } from './handler.ts';

const environment = parseEnvironment(environmentSchema, process.env);
const log = createLog({
  functionName: 'erase-integrations',
  metricNamespace: process.env['METRIC_NAMESPACE'],
  write: writeToStandardOutput,
  clock: systemClock,
});
const client = createDynamoClient();
const integrations = environment.INTEGRATIONS_TABLE;

const tables = createEraseTables({
  client,
  integrations,
  chats: environment.CHATS_TABLE,
  contactCounts: environment.CONTACT_COUNTS_TABLE,
  pause: randomPause,
});
const eraseIntegrations = createEraseIntegrations({
  tables,
  findIntegration: createFindIntegration({ client, integrations }),
  // Without a table of keys: it writes none, and its role may not.
  saveIntegration: createSaveIntegration({ client, integrations, apiKeys: '', pause: randomPause }),
  clock: systemClock,
});

export const handler = middy(createHandler({ eraseIntegrations, log })).use(logFailures(log));
