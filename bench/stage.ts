/** Where every design plays: one embedded engine, fresh tables for each. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { startDynamoEngine } from '../local/engines/dynamo-engine.ts';
import { localClient, localEnvironment } from '../local/engines/local-account.ts';
import { createTables, tableNames } from '../local/engines/schema.ts';
import { createDynamoClient, PATIENCE } from '../shared/core/dynamo/dynamo-client.ts';
import { apiKeyKey, HEALTH_ITEM, integrationKey } from '../shared/core/dynamo/keys.ts';
import { INTEGRATION_ID, KEY_ID } from './day.ts';
import type { TableNames } from './pipeline.ts';

export type PipelineTables = { readonly tables: TableNames; readonly ledgerStreamArn: string };
export type PeerTables = { readonly seenTable: string; readonly countsTable: string };

export type Stage = {
  readonly endpoint: string;
  /** For looking at what was counted; never measured. */
  readonly onlooker: DynamoDBClient;
  /** The product's own. */
  readonly createClient: () => DynamoDBClient;
  /** As the SDK makes it, with the same time-outs and attempts. */
  readonly createPlainClient: () => DynamoDBClient;
  readonly createPipelineTables: () => Promise<PipelineTables>;
  readonly createPeerTables: () => Promise<PeerTables>;
  close(): Promise<void>;
};

export const openStage = async (): Promise<Stage> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'bench-'));
  const engine = await startDynamoEngine({ dataDir });
  // The product's clients read their endpoint here, as they do in local mode.
  Object.assign(process.env, localEnvironment({ dynamodb: engine.endpoint, sqs: 'http://127.0.0.1:9' }));
  const onlooker = new DynamoDBClient(localClient(engine.endpoint));
  let plays = 0;
  const nextPrefix = (): string => {
    plays += 1;
    return `play-${plays}-`;
  };
  return {
    endpoint: engine.endpoint,
    onlooker,
    createClient: createDynamoClient,
    createPlainClient: () => new DynamoDBClient(PATIENCE),
    createPipelineTables: async () => {
      const tables = tableNames(nextPrefix());
      const { ledgerStreamArn } = await createTables(onlooker, tables);
      await register(onlooker, tables);
      return { tables, ledgerStreamArn };
    },
    createPeerTables: async () => {
      const prefix = nextPrefix();
      const names = { seenTable: `${prefix}seen`, countsTable: `${prefix}counts` };
      await createTable(onlooker, names.seenTable, ['id']);
      await createTable(onlooker, names.countsTable, ['integrationId', 'hourQueue']);
      return names;
    },
    close: async () => {
      onlooker.destroy();
      await engine.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

/** Evidence and key use are only written of an integration and a key that exist. */
const register = async (client: DynamoDBClient, tables: TableNames): Promise<void> => {
  const health = { TableName: tables.Integrations, Item: integrationKey(INTEGRATION_ID, HEALTH_ITEM) };
  await client.send(new PutItemCommand(health));
  await client.send(new PutItemCommand({ TableName: tables.ApiKeys, Item: apiKeyKey(KEY_ID) }));
};

const createTable = async (client: DynamoDBClient, name: string, keys: readonly string[]): Promise<void> => {
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: keys.map((key) => ({ AttributeName: key, AttributeType: 'S' })),
      KeySchema: keys.map((key, index) => ({ AttributeName: key, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
    }),
  );
};
