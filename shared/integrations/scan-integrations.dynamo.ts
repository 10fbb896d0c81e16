/** Every integration with what the monitor knows of it. Reads the whole table: for operators, not for functions. */

import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { CONFIG_ITEM, HEALTH_ITEM, type Key } from '../core/dynamo/keys.ts';
import { ignore, readEach } from '../core/read-each.ts';
import type { Watched } from '../silence/watch-store.port.ts';
import { fromWatchedItem } from '../silence/watched-item.ts';
import { type Integration, isLive } from './integration.ts';
import { fromIntegrationItem } from './integration-item.ts';

export type Scanned = { readonly integration: Integration; readonly watched: Watched };

/** Deleted ones, and those that wait to be erased, are left out. */
export const scanIntegrations = async (
  client: DynamoDBClient,
  table: string,
  onError: (error: unknown) => void = ignore,
): Promise<readonly Scanned[]> => {
  const configs: { readonly integration: Integration; readonly item: Key }[] = [];
  const health = new Map<string, Key>();
  const pages = paginateScan(
    { client },
    {
      TableName: table,
      ConsistentRead: true,
      FilterExpression: '#item IN (:config, :health)',
      ExpressionAttributeNames: { '#item': 'item' },
      ExpressionAttributeValues: { ':config': { S: CONFIG_ITEM }, ':health': { S: HEALTH_ITEM } },
    },
  );
  for await (const { Items: items = [] } of pages) {
    for (const item of items) {
      if (item['item']?.S === CONFIG_ITEM)
        configs.push(...readEach([item], (one) => ({ integration: fromIntegrationItem(one), item: one }), onError));
      else health.set(item['integrationId']?.S ?? '', item);
    }
  }
  return configs.flatMap(({ integration, item: config }) => {
    const item = health.get(integration.integrationId);
    if (!item || !isLive(integration)) return [];
    // Who is paused for good has no next look.
    const checkAt = item['checkAt'] ?? item['createdAt'] ?? { NULL: true };
    return readEach([item], (one) => fromWatchedItem({ ...one, checkAt }, config), onError).map((watched) => ({
      integration,
      watched,
    }));
  });
};
