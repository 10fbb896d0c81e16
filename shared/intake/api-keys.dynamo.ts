/** The ApiKeys table, as receive-events and record-chats use it. */

import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { apiKeyKey } from '../core/dynamo/keys.ts';
import { toRfc3339 } from '../core/instant.ts';
import type { ApiKey } from './api-key.ts';
import type { FindKey } from './look-up-key.ts';
import { KEY_USE_EVERY_MS, type WriteKeyUse } from './note-key-use.ts';

type Item = Record<string, AttributeValue>;
type Deps = { readonly client: DynamoDBClient; readonly table: string };

const instant = z.iso.datetime().transform((text) => Date.parse(text));

const itemSchema = z.object({
  keyId: z.string(),
  hash: z.string(),
  integrationId: z.string(),
  accountId: z.string(),
  createdAt: instant,
  createdBy: z.string().exactOptional(),
  expiresAt: instant.exactOptional(),
  revokedAt: instant.exactOptional(),
  revokedBy: z.string().exactOptional(),
  acceptsFrom: instant.exactOptional(),
  lastUsedAt: instant.exactOptional(),
});

export const toApiKeyItem = ({ createdAt, expiresAt, revokedAt, acceptsFrom, lastUsedAt, ...rest }: ApiKey): Item =>
  marshall({
    ...rest,
    createdAt: toRfc3339(createdAt),
    ...(expiresAt !== undefined && { expiresAt: toRfc3339(expiresAt) }),
    ...(revokedAt !== undefined && { revokedAt: toRfc3339(revokedAt) }),
    ...(acceptsFrom !== undefined && { acceptsFrom: toRfc3339(acceptsFrom) }),
    ...(lastUsedAt !== undefined && { lastUsedAt: toRfc3339(lastUsedAt) }),
  });

export const fromApiKeyItem = (item: Item): ApiKey => itemSchema.parse(unmarshall(item));

/** Eventually consistent: half the price, and the memory of receive-events is older than any replica. */
export const createFindKey =
  ({ client, table }: Deps): FindKey =>
  async (keyId) => {
    const { Item: item } = await client.send(new GetItemCommand({ TableName: table, Key: apiKeyKey(keyId) }));
    return item && fromApiKeyItem(item);
  };

const IF_THERE_AND_NOT_JUST_USED =
  'attribute_exists(keyId) AND (attribute_not_exists(lastUsedAt) OR lastUsedAt <= :before)';

export const createWriteKeyUse =
  ({ client, table }: Deps): WriteKeyUse =>
  async (keyId, usedAt) => {
    try {
      await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: apiKeyKey(keyId),
          UpdateExpression: 'SET lastUsedAt = :usedAt',
          ConditionExpression: IF_THERE_AND_NOT_JUST_USED,
          ExpressionAttributeValues: {
            ':usedAt': { S: toRfc3339(usedAt) },
            ':before': { S: toRfc3339(usedAt - KEY_USE_EVERY_MS) },
          },
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  };
