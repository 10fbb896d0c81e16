/** The index `byCheckAt`, by the instant at which something is due; it holds keys only. */

import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import type { CHECK_SHARDS, Key } from '../core/dynamo/keys.ts';
import { type Instant, toRfc3339 } from '../core/instant.ts';

type Shard = (typeof CHECK_SHARDS)[keyof typeof CHECK_SHARDS];

/** All of a shard, page after page, or what of it is due at an instant. */
export const createReadCheckShard =
  ({ client, table }: { readonly client: DynamoDBClient; readonly table: string }) =>
  async (shard: Shard, dueAt?: Instant): Promise<readonly Key[]> => {
    const pages = paginateQuery(
      { client },
      {
        TableName: table,
        IndexName: 'byCheckAt',
        KeyConditionExpression: `checkShard = :shard${dueAt === undefined ? '' : ' AND checkAt <= :dueAt'}`,
        ExpressionAttributeValues: {
          ':shard': { S: shard },
          ...(dueAt !== undefined && { ':dueAt': { S: toRfc3339(dueAt) } }),
        },
      },
    );
    const found: Key[] = [];
    for await (const { Items: entries = [] } of pages) found.push(...entries);
    return found;
  };
