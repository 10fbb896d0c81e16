/** The API keys of an integration, as Account > Integrations reads and revokes them. */

import { ConditionalCheckFailedException, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { apiKeyKey } from '../core/dynamo/keys.ts';
import { readItems } from '../core/dynamo/read-items.ts';
import { toRfc3339 } from '../core/instant.ts';
import { ignore, readEach } from '../core/read-each.ts';
import { fromApiKeyItem } from '../intake/api-keys.dynamo.ts';
import type { FindKeys } from './integration-store.port.ts';
import type { WriteRevocation } from './revoke-key.ts';

type Deps = { readonly client: DynamoDBClient; readonly table: string };

export const createFindKeys =
  (
    deps: Deps & {
      readonly pause: (attempt: number) => Promise<void>;
      readonly onError?: (error: unknown) => void;
    },
  ): FindKeys =>
  async (keyIds) => {
    const keys = readEach(await readItems(deps, keyIds.map(apiKeyKey)), fromApiKeyItem, deps.onError ?? ignore);
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
