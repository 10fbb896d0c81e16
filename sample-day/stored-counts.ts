/** Reads an integration's contact counts, as forecasting does: one Query over a range of hours. */

import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';

export type StoredCount = {
  readonly hour: string;
  readonly queue: string;
  readonly contacts: number;
  readonly arrivals: number;
};

const itemSchema = z.object({ hour: z.string(), queue: z.string(), contacts: z.number(), arrivals: z.number() });

export type CountRange = {
  readonly integrationId: string;
  /** Hours, `2026-11-22T09:00:00Z`, the last one included. */
  readonly from: string;
  readonly to: string;
};

/** Behind every queue name of an hour: names hold no control character. */
const END_OF_HOUR = '#\u{10FFFF}';

export const readCounts = async (
  client: DynamoDBClient,
  table: string,
  { integrationId, from, to }: CountRange,
): Promise<readonly StoredCount[]> => {
  const counts: StoredCount[] = [];
  const pages = paginateQuery(
    { client },
    {
      TableName: table,
      KeyConditionExpression: '#integrationId = :integrationId AND #hourQueue BETWEEN :from AND :to',
      ExpressionAttributeNames: { '#integrationId': 'integrationId', '#hourQueue': 'hourQueue' },
      ExpressionAttributeValues: {
        ':integrationId': { S: integrationId },
        ':from': { S: from },
        ':to': { S: `${to}${END_OF_HOUR}` },
      },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) counts.push(...Items.map((item) => itemSchema.parse(unmarshall(item))));
  return counts;
};
