import { createDynamoClient } from '../../shared/core/dynamo/dynamo-client.ts';
import { prepareFunction } from '../../shared/core/lambda/function.ts';
import { randomPause } from '../../shared/core/random-pause.ts';
import { systemClock } from '../../shared/core/system-clock.ts';
import { createEraseTables } from '../../shared/integrations/erase-integrations.dynamo.ts';
import { createEraseIntegrations } from '../../shared/integrations/erase-integrations.ts';
import { createFindIntegration, createSaveIntegration } from '../../shared/integrations/integration-store.dynamo.ts';
import { environmentSchema } from './env.ts';
import { createHandler } from './handler.ts';

const { environment, log, toHandler } = prepareFunction('erase-integrations', environmentSchema, process.env);
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

export const handler = toHandler(createHandler({ eraseIntegrations, log }));
