/** Days that have passed, put into the tables as the tally and the monitor leave them: no test can wait for them. */

import { BatchWriteItemCommand, DynamoDBClient, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { localClient } from '../../../local/engines/local-account.ts';
import { toClaimsAttributes } from '../../../shared/completeness/claims-item.ts';
import { type Hole, LEAVES_AFTER_MS } from '../../../shared/completeness/hole.ts';
import { toHoleItem } from '../../../shared/completeness/hole-item.ts';
import { HEALTH_ITEM, integrationKey } from '../../../shared/core/dynamo/keys.ts';
import { hourOf, QUARTERS } from '../../../shared/core/hour.ts';
import { contactCountKey } from '../../../shared/counting/contact-count-item.ts';
import { createGroupNames } from '../../../shared/counting/group-names.dynamo.ts';

export type StoredCount = {
  /** The start of the hour. */
  readonly hour: number;
  readonly queue: string;
  readonly contacts: number;
  readonly arrivals: number;
};

export type StoredDays = {
  readonly counts: readonly StoredCount[];
  readonly completeFrom: number;
  readonly completeUntil: number;
  readonly holes?: readonly Pick<Hole, 'from' | 'until' | 'cause'>[];
  /** Names that the groups had. */
  readonly groups?: readonly { readonly name: string; readonly groupId: string }[];
};

const ACCOUNT = 'acme.freshchat.com';
const MOST_OF_A_BATCH = 25;

/** Where the system keeps what it knows. */
export type SystemTables = {
  readonly dynamodbEndpoint: string;
  readonly Integrations: string;
  readonly ContactCounts: string;
};

export const storeDays = async (
  { dynamodbEndpoint, Integrations, ContactCounts }: SystemTables,
  integrationId: string,
  { counts, completeFrom, completeUntil, holes = [], groups = [] }: StoredDays,
): Promise<void> => {
  const client = new DynamoDBClient(localClient(dynamodbEndpoint));
  const account = { until: completeUntil, known: completeUntil, heardAt: completeUntil + LEAVES_AFTER_MS, gaps: [] };
  const claims = toClaimsAttributes({ completeFrom, accounts: new Map([[ACCOUNT, account]]) }, 1);
  await client.send(
    new UpdateItemCommand({
      TableName: Integrations,
      Key: integrationKey(integrationId, HEALTH_ITEM),
      UpdateExpression: `SET ${Object.keys(claims)
        .map((name) => `${name} = :${name}`)
        .join(', ')}`,
      ExpressionAttributeValues: Object.fromEntries(Object.entries(claims).map(([name, value]) => [`:${name}`, value])),
    }),
  );
  for (const hole of holes) {
    const Item = toHoleItem(integrationId, { ...hole, account: ACCOUNT, recovery: 'none' });
    await client.send(new PutItemCommand({ TableName: Integrations, Item }));
  }
  if (groups.length > 0)
    await createGroupNames({ client, table: Integrations, pause: async () => undefined }).add(integrationId, groups, 0);
  const items = counts.map((count) => toItem(integrationId, count));
  for (let start = 0; start < items.length; start += MOST_OF_A_BATCH) {
    const some = items.slice(start, start + MOST_OF_A_BATCH).map((Item) => ({ PutRequest: { Item } }));
    await client.send(new BatchWriteItemCommand({ RequestItems: { [ContactCounts]: some } }));
  }
  client.destroy();
};

const toItem = (integrationId: string, { hour, queue, contacts, arrivals }: StoredCount) => {
  const place = { integrationId, hour: hourOf(hour), queue };
  return {
    ...contactCountKey(place),
    ...marshall({ hour: place.hour, queue, contacts, arrivals, ...inFirstQuarter({ contacts, arrivals }), version: 1 }),
  };
};

const inFirstQuarter = (measures: Readonly<Record<string, number>>): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(measures).flatMap(([measure, count]) =>
      QUARTERS.map((quarter) => [`${measure}${quarter}`, quarter === '00' ? count : 0]),
    ),
  );
