/** Tables on an engine of their own, in memory, for one test file. */

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startDynamoEngine } from '../../local/engines/dynamo-engine.ts';
import { localClient } from '../../local/engines/local-account.ts';
import { createTables, tableNames } from '../../local/engines/schema.ts';

export const startEngineTables = async () => {
  const engine = await startDynamoEngine({ report: () => undefined });
  const client = new DynamoDBClient(localClient(engine.endpoint));
  const tables = tableNames();
  await createTables(client, tables);
  return {
    client,
    tables,
    endpoint: engine.endpoint,
    close: async () => {
      client.destroy();
      await engine.close();
    },
  };
};
