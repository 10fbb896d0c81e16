/** The tables on a real engine, for suites that adapters and fakes pass alike. */

import { type AttributeValue, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { startDynamoEngine } from '../../local/engines/dynamo-engine.ts';
import { localClient } from '../../local/engines/local-account.ts';
import { createTables, type TableNames, tableNames } from '../../local/engines/schema.ts';

type Item = Record<string, AttributeValue>;

export type DynamoTables = {
  readonly client: DynamoDBClient;
  readonly names: TableNames;
  /** Another client of the same tables, for a test to spoil. */
  readonly openClient: () => DynamoDBClient;
  readonly put: (table: string, item: Item) => Promise<void>;
  readonly get: (table: string, key: Item) => Promise<Item | undefined>;
  readonly close: () => Promise<void>;
};

export const startDynamoTables = async (): Promise<DynamoTables> => {
  const engine = await startDynamoEngine();
  const clients: DynamoDBClient[] = [];
  const openClient = (): DynamoDBClient => {
    const client = new DynamoDBClient(localClient(engine.endpoint));
    clients.push(client);
    return client;
  };
  const client = openClient();
  // DYNAMODB_ENDPOINT may name an engine that others use too.
  const names = tableNames(`test-${crypto.randomUUID()}-`);
  await createTables(client, names);
  return {
    client,
    names,
    openClient,
    put: async (table, item) => void (await client.send(new PutItemCommand({ TableName: table, Item: item }))),
    get: async (table, key) =>
      (await client.send(new GetItemCommand({ TableName: table, Key: key, ConsistentRead: true }))).Item,
    close: async () => {
      for (const opened of clients) opened.destroy();
      await engine.close();
    },
  };
};
