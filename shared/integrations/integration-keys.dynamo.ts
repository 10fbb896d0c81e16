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

const IF_KEY_OF_THIS_INTEGRATION_AND_NOT_REVOKED = 'integrationId = :integrationId AND attribute_not_exists(revokedAt)';

export const createWriteRevocation =
  ({ client, table }: Deps): WriteRevocation =>
  async ({ integrationId, keyId }, revokedAt, revokedBy) => {
    try {
      const { Attributes: item } = await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: apiKeyKey(keyId),
          UpdateExpression: `SET revokedAt = :at${revokedBy === undefined ? '' : ', revokedBy = :by'}`,
          ConditionExpression: IF_KEY_OF_THIS_INTEGRATION_AND_NOT_REVOKED,
          ExpressionAttributeValues: {
            ':at': { S: toRfc3339(revokedAt) },
            ':integrationId': { S: integrationId },
            ...(revokedBy !== undefined && { ':by': { S: revokedBy } }),
          },
          ReturnValues: 'ALL_NEW',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return item && fromApiKeyItem(item);
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      const stored = error.Item && fromApiKeyItem(error.Item);
      return stored?.integrationId === integrationId ? stored : undefined;
    }
  };
