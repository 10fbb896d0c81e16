/**
 * The counts of a range, page by page, with nothing but the four quarters of one measure: a hundred days of twenty
 * queues are fifty thousand items, and neither marks nor versions are of interest here. Who needs whole counts reads
 * them with shared/counting/count-range.dynamo.ts.
 */

import { type AttributeValue, type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { hourOf, QUARTERS } from '../core/hour.ts';
import type { CountRow } from './columns.ts';
import type { ReadCountRows } from './reading.port.ts';

type Deps = {
  readonly client: DynamoDBClient;
  /** The name of the ContactCounts table. */
  readonly table: string;
  readonly onUnreadable: (hourQueue: string) => void;
};

const HOUR_LENGTH = '2026-11-22T09:00:00Z'.length;

export const createReadCountRows =
  ({ client, table, onUnreadable }: Deps): ReadCountRows =>
  async ({ integrationId, from, to, measure }, take) => {
    const quarters = QUARTERS.map((quarter) => `${measure}${quarter}`);
    const pages = paginateQuery(
      { client },
      {
        TableName: table,
        // Every sort key of the hour `to` goes on behind it, and is left out.
        KeyConditionExpression: 'integrationId = :id AND hourQueue BETWEEN :from AND :to',
        ExpressionAttributeValues: {
          ':id': { S: integrationId },
          ':from': { S: hourOf(from) },
          ':to': { S: hourOf(to) },
        },
        ProjectionExpression: ['hourQueue', ...quarters].join(', '),
        ConsistentRead: true,
      },
    );
    for await (const { Items: items = [] } of pages) {
      for (const item of items) {
        const row = toRow(item, quarters);
        if (row === undefined) onUnreadable(item['hourQueue']?.S ?? '');
        else if (!take(row)) return;
      }
    }
  };

const toRow = (item: Record<string, AttributeValue>, names: readonly string[]): CountRow | undefined => {
  const key = item['hourQueue']?.S ?? '';
  const hour = Date.parse(key.slice(0, HOUR_LENGTH));
  const quarters = names.map((name) => Number(item[name]?.N));
  if (!Number.isFinite(hour) || !quarters.every(Number.isSafeInteger)) return undefined;
  return { hour, queue: key.slice(HOUR_LENGTH + 1), quarters };
};
