/** The ApiKeys table, as receive-events uses it. */

import { type AttributeValue, type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { apiKeyKey } from '../core/dynamo/keys.ts';
import { toRfc3339 } from '../core/instant.ts';
import type { ApiKey } from './api-key.ts';
import type { FindKey } from './look-up-key.ts';

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
