/** Recoveries in the Integrations table. The item `backfill#active` says which one is under way: one at a time. */

import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { ACTIVE_BACKFILL_ITEM, BACKFILL_ITEM_PREFIX, integrationKey } from '../core/dynamo/keys.ts';
import { transact } from '../core/dynamo/transact.ts';
import { toRfc3339 } from '../core/instant.ts';
import { ignore, readEach } from '../core/read-each.ts';
import { fromJobItem, toJobItem } from './recovery-job-item.ts';
import type { CreateJob, PageOfJobs } from './recovery-jobs.port.ts';

type Deps = {
  readonly client: DynamoDBClient;
  /** The name of the Integrations table. */
  readonly table: string;
};

const IF_NONE = 'attribute_not_exists(integrationId)';

export const createCreateJob =
  ({ client, table, pause }: Deps & { readonly pause: (attempt: number) => Promise<void> }): CreateJob =>
  async (job) => {
    const createdAt = { S: toRfc3339(job.createdAt) };
    const active = { ...integrationKey(job.integrationId, ACTIVE_BACKFILL_ITEM), createdAt };
    const { kind } = await transact({ client, pause }, [
      { Put: { TableName: table, Item: active, ConditionExpression: IF_NONE } },
      { Put: { TableName: table, Item: toJobItem(job), ConditionExpression: IF_NONE } },
    ]);
    return kind === 'written' ? 'created' : 'busy';
  };

export const createPageOfJobs =
  ({ client, table, onError = ignore }: Deps & { readonly onError?: (error: unknown) => void }): PageOfJobs =>
  async (integrationId, { limit, after }) => {
    const { Items: items = [], LastEvaluatedKey: last } = await client.send(
      new QueryCommand({
        TableName: table,
        // Digits only: the item of the one that is under way is no recovery itself.
        KeyConditionExpression: 'integrationId = :integrationId AND #item BETWEEN :first AND :last',
        ExpressionAttributeNames: { '#item': 'item' },
        ExpressionAttributeValues: {
          ':integrationId': { S: integrationId },
          ':first': { S: `${BACKFILL_ITEM_PREFIX}0` },
          ':last': { S: `${BACKFILL_ITEM_PREFIX}9~` },
        },
        ScanIndexForward: false,
        Limit: limit,
        ...(after !== undefined && {
          ExclusiveStartKey: integrationKey(integrationId, `${BACKFILL_ITEM_PREFIX}${after}`),
        }),
        ConsistentRead: true,
      }),
    );
    const next = last?.['item']?.S?.slice(BACKFILL_ITEM_PREFIX.length);
    return { items: readEach(items, fromJobItem, onError), ...(next !== undefined && { next }) };
  };
