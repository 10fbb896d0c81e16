/** Integrations as a healthy day shows them to the monitor: each is due once, and has chats whenever it is. */

import { BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CHECK_SHARDS, HEALTH_ITEM, integrationKey } from '../shared/core/dynamo/keys.ts';
import { type Instant, toRfc3339 } from '../shared/core/instant.ts';
import { inBatches } from './events.ts';

type Seed = { readonly integrations: number; readonly from: Instant };

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const MOST_ITEMS_OF_A_CALL = 25;

/** Their looks are spread evenly over the day that begins at `from`. Without a policy, the silence window is a day. */
export const seedHealthyIntegrations = async (
  client: DynamoDBClient,
  table: string,
  { integrations, from }: Seed,
): Promise<void> => {
  const items = Array.from({ length: integrations }, (_, index) =>
    toHealthItem(index, from + Math.round((index / integrations) * DAY_MS), from),
  );
  for (const batch of inBatches(items, MOST_ITEMS_OF_A_CALL)) {
    const requests = batch.map((item) => ({ PutRequest: { Item: item } }));
    await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: requests } }));
  }
};

/**
 * What its item will hold when it is looked at: a chat of a minute before. So nobody has to play the chats of a day, and
 * the next look is a whole window later.
 */
const toHealthItem = (index: number, checkAt: Instant, from: Instant) => {
  const lastChatAt = { S: toRfc3339(checkAt - MINUTE_MS) };
  return {
    ...integrationKey(`bench.${String(index).padStart(5, '0')}`, HEALTH_ITEM),
    checkShard: { S: CHECK_SHARDS.monitor },
    checkAt: { S: toRfc3339(checkAt) },
    createdAt: { S: toRfc3339(from - 30 * DAY_MS) },
    acceptedAt: lastChatAt,
    chatEventAt: lastChatAt,
    heartbeatAt: lastChatAt,
    appVersion: { S: '1.2.3' },
  };
};
