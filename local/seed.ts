/** The account `demo` with one integration and one API key, so that a first start has somebody to count for. */

import { randomBytes } from 'node:crypto';
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { toApiKeyItem } from '../shared/adapters/dynamo/api-key-store.ts';
import { CONFIG_ITEM, HEALTH_ITEM, integrationKey } from '../shared/adapters/dynamo/keys.ts';
import { formatApiKey, hashApiKey, KEY_ID_BYTES, parseApiKey, SECRET_BYTES } from '../shared/domain/api-key.ts';
import { toRfc3339 } from '../shared/domain/event-time.ts';
import type { Demo } from './connection-file.ts';
import type { TableNames } from './engines/schema.ts';

const ACCOUNT = 'demo';
const INTEGRATION_ID_BYTES = 6;

export const createDemo = (): Demo => ({
  integrationId: `${ACCOUNT}.${randomBytes(INTEGRATION_ID_BYTES).toString('hex')}`,
  apiKey: formatApiKey(randomBytes(KEY_ID_BYTES), randomBytes(SECRET_BYTES)).key,
});

/** Writes what is not there yet; `now` in milliseconds since the epoch. */
export const seedDemo = async (
  client: DynamoDBClient,
  tables: TableNames,
  { integrationId, apiKey }: Demo,
  now: number,
): Promise<void> => {
  const createdAt = toRfc3339(now);
  const keyId = parseApiKey(apiKey)?.keyId;
  if (keyId === undefined) throw new Error('The apiKey in local.json is no API key. Start with a new DATA_DIR.');
  const key = { keyId, hash: hashApiKey(apiKey), integrationId, accountId: ACCOUNT, createdAt: now };
  await putIfAbsent(client, tables.Integrations, 'integrationId', {
    ...integrationKey(integrationId, CONFIG_ITEM),
    accountId: { S: ACCOUNT },
    name: { S: 'Demo Freshchat' },
    template: { S: 'freshchat' },
    version: { N: '1' },
    createdAt: { S: createdAt },
  });
  await putIfAbsent(client, tables.Integrations, 'integrationId', {
    ...integrationKey(integrationId, HEALTH_ITEM),
    createdAt: { S: createdAt },
  });
  await putIfAbsent(client, tables.ApiKeys, 'keyId', toApiKeyItem(key));
};

const putIfAbsent = async (
  client: DynamoDBClient,
  table: string,
  partitionKey: string,
  item: Record<string, AttributeValue>,
): Promise<void> => {
  try {
    await client.send(
      new PutItemCommand({
        TableName: table,
        Item: item,
        ConditionExpression: 'attribute_not_exists(#key)',
        ExpressionAttributeNames: { '#key': partitionKey },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
};
