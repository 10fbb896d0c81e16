/** A Query over the sort keys of an integration, which begin with the hour. */

import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { fromCountItem } from './contact-count-item.ts';
import type { StoredCount } from './contact-counts.port.ts';
import type { ReadCounts } from './count-range.port.ts';

type Deps = {
  readonly client: DynamoDBClient;
  /** The name of the ContactCounts table. */
  readonly table: string;
};

export const createReadCounts =
  ({ client, table }: Deps): ReadCounts =>
  async ({ integrationId, from, to }) => {
    const counts: StoredCount[] = [];
    const unreadable: string[] = [];
    const pages = paginateQuery(
      { client },
      {
        TableName: table,
        // Every sort key of the hour `to` goes on behind it, and is left out.
        KeyConditionExpression: 'integrationId = :integrationId AND hourQueue BETWEEN :from AND :to',
        ExpressionAttributeValues: { ':integrationId': { S: integrationId }, ':from': { S: from }, ':to': { S: to } },
        ConsistentRead: true,
      },
    );
    for await (const { Items: items = [] } of pages) {
      for (const item of items) {
        const count = fromCountItem(item);
        if (count === 'unreadable') unreadable.push(item['hourQueue']?.S ?? '');
        else counts.push(count);
      }
    }
    return { counts, unreadable };
  };
