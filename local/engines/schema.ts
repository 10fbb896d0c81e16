/** The tables and queues of `shared/`, made on the engines. Starting again finds them. */

import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceInUseException,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  SetQueueAttributesCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { DEAD_LETTER_RETENTION_SECONDS, EVENTS_QUEUE } from '../../shared/queues.ts';
import { type KeyAttribute, TABLES, type TableName, type TableSchema } from '../../shared/tables.ts';
import { ACCOUNT_ID, REGION } from './local-account.ts';

export type TableNames = Readonly<Record<TableName, string>>;

export const tableNames = (prefix = ''): TableNames => ({
  ApiKeys: `${prefix}ApiKeys`,
  Integrations: `${prefix}Integrations`,
  Chats: `${prefix}Chats`,
  ContactCounts: `${prefix}ContactCounts`,
});

/** Creates the tables; answers the ARN of the ledger's stream. */
export const createTables = async (client: DynamoDBClient, names: TableNames): Promise<{ ledgerStreamArn: string }> => {
  await createTable(client, names.ApiKeys, TABLES.ApiKeys);
  await createTable(client, names.Integrations, TABLES.Integrations);
  await createTable(client, names.Chats, TABLES.Chats);
  await createTable(client, names.ContactCounts, TABLES.ContactCounts);
  const { Table } = await client.send(new DescribeTableCommand({ TableName: names.Chats }));
  if (Table?.LatestStreamArn === undefined) throw new Error('The ledger has no stream. Start with a new DATA_DIR.');
  return { ledgerStreamArn: Table.LatestStreamArn };
};

const createTable = async (client: DynamoDBClient, name: string, schema: TableSchema): Promise<void> => {
  try {
    await client.send(new CreateTableCommand(toCreateTable(name, schema)));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
    await addMissingIndexes(client, name, schema);
  }
};

/** A data directory may be older than an index: one a call, as DynamoDB takes them. */
const addMissingIndexes = async (client: DynamoDBClient, name: string, schema: TableSchema): Promise<void> => {
  const { Table: table } = await client.send(new DescribeTableCommand({ TableName: name }));
  const there = new Set(table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName));
  const wanted = toCreateTable(name, schema);
  for (const index of wanted.GlobalSecondaryIndexes ?? []) {
    if (there.has(index.IndexName)) continue;
    await client.send(
      new UpdateTableCommand({
        TableName: name,
        AttributeDefinitions: wanted.AttributeDefinitions,
        GlobalSecondaryIndexUpdates: [{ Create: index }],
      }),
    );
  }
};

const toCreateTable = (name: string, schema: TableSchema): CreateTableCommandInput => {
  const keys = [schema, ...schema.indexes].flatMap(keyAttributes);
  const attributes = new Map(keys.map((key) => [key.name, key]));
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [...attributes.values()].map((key) => ({ AttributeName: key.name, AttributeType: key.type })),
    KeySchema: toKeySchema(schema),
    ...(schema.indexes.length > 0 && {
      GlobalSecondaryIndexes: schema.indexes.map((index) => ({
        IndexName: index.indexName,
        KeySchema: toKeySchema(index),
        Projection: { ProjectionType: index.projection },
      })),
    }),
    ...(schema.stream && { StreamSpecification: { StreamEnabled: true, StreamViewType: schema.stream } }),
  };
};

type Keys = { readonly partitionKey: KeyAttribute; readonly sortKey?: KeyAttribute };

const keyAttributes = ({ partitionKey, sortKey }: Keys): readonly KeyAttribute[] =>
  sortKey ? [partitionKey, sortKey] : [partitionKey];

const toKeySchema = (keys: Keys) =>
  keyAttributes(keys).map(({ name }, position) => ({
    AttributeName: name,
    KeyType: position === 0 ? ('HASH' as const) : ('RANGE' as const),
  }));

export type QueueUrls = {
  readonly events: string;
  readonly deadLetters: string;
  readonly repair: string;
  readonly notices: string;
};

export const QUEUE_NAMES = {
  events: 'events',
  deadLetters: 'events-dlq',
  repair: 'repair',
  notices: 'notices',
} as const;

export const queueArn = (name: string): string => `arn:aws:sqs:${REGION}:${ACCOUNT_ID}:${name}`;

/** Creates the queues; answers URLs that work from this machine: the engine's own name a host that does not resolve. */
export const createQueues = async (client: SQSClient, endpoint: string): Promise<QueueUrls> => {
  const retention = { MessageRetentionPeriod: `${DEAD_LETTER_RETENTION_SECONDS}` };
  await createQueue(client, QUEUE_NAMES.deadLetters, retention);
  await createQueue(client, QUEUE_NAMES.repair, retention);
  await createQueue(client, QUEUE_NAMES.notices, retention);
  await createQueue(client, QUEUE_NAMES.events, {
    VisibilityTimeout: `${EVENTS_QUEUE.visibilityTimeoutSeconds}`,
    MessageRetentionPeriod: `${EVENTS_QUEUE.retentionSeconds}`,
    RedrivePolicy: JSON.stringify({
      deadLetterTargetArn: queueArn(QUEUE_NAMES.deadLetters),
      maxReceiveCount: EVENTS_QUEUE.maxReceiveCount,
    }),
  });
  const url = (name: string): string => `${endpoint}/${ACCOUNT_ID}/${name}`;
  return {
    events: url(QUEUE_NAMES.events),
    deadLetters: url(QUEUE_NAMES.deadLetters),
    repair: url(QUEUE_NAMES.repair),
    notices: url(QUEUE_NAMES.notices),
  };
};

/** CreateQueue refuses a queue whose settings changed since; SetQueueAttributes does not. */
const createQueue = async (
  client: SQSClient,
  name: string,
  attributes: Readonly<Record<string, string>>,
): Promise<void> => {
  const known = await findQueue(client, name);
  if (known === undefined) await client.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
  else await client.send(new SetQueueAttributesCommand({ QueueUrl: known, Attributes: attributes }));
};

const findQueue = async (client: SQSClient, name: string): Promise<string | undefined> => {
  try {
    return (await client.send(new GetQueueUrlCommand({ QueueName: name }))).QueueUrl;
  } catch (error) {
    if (error instanceof QueueDoesNotExist) return undefined;
    throw error;
  }
};
