/** The corrections of an integration, in the order in which they were made: a sparse index, empty where nothing was. */

import { type AttributeValue, type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { parseRfc3339, toRfc3339 } from '../core/instant.ts';
import type { Correction, CorrectionPlace, PageOfCorrections } from './reading.port.ts';

type Deps = {
  readonly client: DynamoDBClient;
  /** The name of the ContactCounts table. */
  readonly table: string;
};

const PER_PAGE = 1_000;

export const createPageOfCorrections =
  ({ client, table }: Deps): PageOfCorrections =>
  async (integrationId, after, until) => {
    const { Items: items = [], LastEvaluatedKey: last } = await client.send(
      new QueryCommand({
        TableName: table,
        IndexName: 'byCorrection',
        KeyConditionExpression: 'integrationId = :id AND correctedAt BETWEEN :after AND :until',
        ExpressionAttributeValues: {
          ':id': { S: integrationId },
          ':after': { S: toRfc3339(after.hourQueue === undefined ? after.at + 1 : after.at) },
          ':until': { S: toRfc3339(until) },
        },
        ...(after.hourQueue !== undefined && { ExclusiveStartKey: startKey(integrationId, after, after.hourQueue) }),
        Limit: PER_PAGE,
      }),
    );
    const next = last && placeOf(last);
    return { corrections: items.flatMap((item) => toCorrection(item) ?? []), ...(next && { next }) };
  };

const startKey = (integrationId: string, { at }: CorrectionPlace, hourQueue: string) => ({
  integrationId: { S: integrationId },
  hourQueue: { S: hourQueue },
  correctedAt: { S: toRfc3339(at) },
});

const placeOf = (key: Record<string, AttributeValue>): CorrectionPlace | undefined => {
  const at = parseRfc3339(key['correctedAt']?.S ?? '');
  const hourQueue = key['hourQueue']?.S;
  return at === undefined || hourQueue === undefined ? undefined : { at, hourQueue };
};

const toCorrection = (item: Record<string, AttributeValue>): Correction | undefined => {
  const hour = parseRfc3339(item['hour']?.S ?? '');
  const correctedAt = parseRfc3339(item['correctedAt']?.S ?? '');
  const queue = item['queue']?.S;
  const [contacts, arrivals] = [Number(item['contacts']?.N), Number(item['arrivals']?.N)];
  const isReadable = Number.isSafeInteger(contacts) && Number.isSafeInteger(arrivals);
  if (hour === undefined || correctedAt === undefined || queue === undefined || !isReadable) return undefined;
  return { hour, queue, contacts, arrivals, correctedAt };
};
