/** The admin stores on the embedded DynamoDB engine. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startDynamoEngine } from '../../local/engines/dynamo-engine.ts';
import { localClient } from '../../local/engines/local-account.ts';
import { createTables, tableNames } from '../../local/engines/schema.ts';
import { randomPause } from '../../shared/core/random-pause.ts';
import { createFindKeys, createWriteRevocation } from '../../shared/integrations/integration-keys.dynamo.ts';
import {
  createFindIntegration,
  createPageOfIntegrations,
  createSaveIntegration,
} from '../../shared/integrations/integration-store.dynamo.ts';
import { createPageOfIncidents } from '../../shared/integrations/list-incidents.dynamo.ts';
import { createFindEvidence } from '../../shared/silence/seen-evidence.dynamo.ts';
import type { AdminStore } from './fakes/admin-store.ts';

export const startAdminTables = async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'admin-tables-'));
  const engine = await startDynamoEngine({ dataDir, report: () => undefined });
  const client = new DynamoDBClient(localClient(engine.endpoint));
  const tables = tableNames();
  await createTables(client, tables);
  return {
    client,
    /** Another one, to be disturbed and destroyed. */
    newClient: () => new DynamoDBClient(localClient(engine.endpoint)),
    tables,
    store: createAdminStore(client, tables),
    close: async () => {
      client.destroy();
      await engine.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};

const createAdminStore = (client: DynamoDBClient, tables: ReturnType<typeof tableNames>): AdminStore => {
  const integrations = tables.Integrations;
  const apiKeys = tables.ApiKeys;
  const pause = randomPause;
  return {
    saveIntegration: createSaveIntegration({ client, integrations, apiKeys, pause }),
    findIntegration: createFindIntegration({ client, integrations }),
    pageOfIntegrations: createPageOfIntegrations({ client, integrations, pause }),
    findKeys: createFindKeys({ client, table: apiKeys, pause }),
    writeRevocation: createWriteRevocation({ client, table: apiKeys }),
    findEvidence: createFindEvidence({ client, table: integrations, pause }),
    pageOfIncidents: createPageOfIncidents({ client, table: integrations }),
  };
};
