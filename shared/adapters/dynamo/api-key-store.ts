/** The ApiKeys table, as the event door, the recorder and Account > Integrations use it. */

import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import type { ApiKey } from '../../domain/api-key.ts';
import { toRfc3339 } from '../../domain/event-time.ts';
import type { FindKeys } from '../../flows/admin/integration-store.ts';
import type { WriteRevocation } from '../../flows/admin/revoke-key.ts';
import type { FindKey } from '../../flows/look-up-key.ts';
import { KEY_USE_EVERY_MS, type WriteKeyUse } from '../../flows/note-key-use.ts';
import { apiKeyKey } from './keys.ts';
import { readItems } from './read-items.ts';

type Item = Record<string, AttributeValue>;
type Deps = { readonly client: DynamoDBClient; readonly table: string };

const instant = z.iso.datetime().transform((text) => Date.parse(text));

const itemSchema = z.object({
  keyId: z.string(),
  hash: z.string(),
  integrationId: z.string(),
  accountId: z.string(),
  createdAt: instant,
  expiresAt: instant.exactOptional(),
  revokedAt: instant.exactOptional(),
  lastUsedAt: instant.exactOptional(),
});

export const toApiKeyItem = ({ createdAt, expiresAt, revokedAt, lastUsedAt, ...rest }: ApiKey): Item =>
  marshall({
    ...rest,
    createdAt: toRfc3339(createdAt),
    ...(expiresAt !== undefined && { expiresAt: toRfc3339(expiresAt) }),
    ...(revokedAt !== undefined && { revokedAt: toRfc3339(revokedAt) }),
    ...(lastUsedAt !== undefined && { lastUsedAt: toRfc3339(lastUsedAt) }),
  });

export const fromApiKeyItem = (item: Item): ApiKey => itemSchema.parse(unmarshall(item));

/** Eventually consistent: half the price, and the door's memory is older than any replica. */
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

export const createFindKeys =
  (deps: Deps & { readonly pause: (attempt: number) => Promise<void> }): FindKeys =>
  async (keyIds) => {
    const keys = (await readItems(deps, keyIds.map(apiKeyKey))).map(fromApiKeyItem);
    const byId = new Map(keys.map((key) => [key.keyId, key]));
    return keyIds.flatMap((keyId) => byId.get(keyId) ?? []);
  };

const IF_KEY_OF_THIS_INTEGRATION = 'integrationId = :integrationId';

export const createWriteRevocation =
  ({ client, table }: Deps): WriteRevocation =>
  async ({ integrationId, keyId }, revokedAt) => {
    try {
      const { Attributes: item } = await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: apiKeyKey(keyId),
          UpdateExpression: 'SET revokedAt = if_not_exists(revokedAt, :at)',
          ConditionExpression: IF_KEY_OF_THIS_INTEGRATION,
          ExpressionAttributeValues: { ':at': { S: toRfc3339(revokedAt) }, ':integrationId': { S: integrationId } },
          ReturnValues: 'ALL_NEW',
        }),
      );
      return item && fromApiKeyItem(item);
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  };
