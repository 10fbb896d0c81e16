/** What says whether counts may be believed: claims and holes in one Query, what the monitor knows of ourselves in a read. */

import { type AttributeValue, type DynamoDBClient, GetItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { COMPLETENESS_ATTRIBUTES, OUTAGE_ATTRIBUTES } from '../attributes.ts';
import { NO_CLAIMS, type Stretch } from '../completeness/claims.ts';
import { fromClaimsAttributes } from '../completeness/claims-item.ts';
import { fromHoleItem } from '../completeness/hole-item.ts';
import { HEALTH_ITEM, HOLE_ITEM_PREFIX, integrationKey } from '../core/dynamo/keys.ts';
import { PROBE_INTEGRATION_ID } from '../core/integration-id.ts';
import type { FindCompleteness } from './reading.port.ts';

type Deps = {
  readonly client: DynamoDBClient;
  /** The name of the Integrations table. */
  readonly table: string;
};

const toNames = (names: readonly string[]) => ({
  ProjectionExpression: names.map((_, index) => `#n${index}`).join(', '),
  ExpressionAttributeNames: Object.fromEntries(names.map((name, index) => [`#n${index}`, name])),
});

export const createFindCompleteness =
  ({ client, table }: Deps): FindCompleteness =>
  async (integrationId) => {
    const [items, outages] = await Promise.all([
      readHealthAndHoles(client, table, integrationId),
      readOutages(client, table),
    ]);
    const health = items.find(({ item }) => item?.S === HEALTH_ITEM);
    if (health === undefined) return undefined;
    const holes = items.filter(({ item }) => item?.S?.startsWith(HOLE_ITEM_PREFIX)).map(fromHoleItem);
    return {
      completeness: { claims: fromClaimsAttributes(health)?.claims ?? NO_CLAIMS, holes },
      outages,
    };
  };

const readHealthAndHoles = async (client: DynamoDBClient, table: string, integrationId: string) => {
  const { ProjectionExpression, ExpressionAttributeNames } = toNames(COMPLETENESS_ATTRIBUTES);
  const pages = paginateQuery(
    { client },
    {
      TableName: table,
      // `~` sorts behind everything that a key of a hole begins with.
      KeyConditionExpression: 'integrationId = :id AND #n0 BETWEEN :health AND :holes',
      ProjectionExpression,
      ExpressionAttributeNames,
      ExpressionAttributeValues: {
        ':id': { S: integrationId },
        ':health': { S: HEALTH_ITEM },
        ':holes': { S: `${HOLE_ITEM_PREFIX}~` },
      },
      ConsistentRead: true,
    },
  );
  const items: Record<string, AttributeValue>[] = [];
  for await (const { Items: some = [] } of pages) items.push(...some);
  return items;
};

const instant = z.iso.datetime().transform((text) => Date.parse(text));
const stretch = z.object({ from: instant, until: instant });
const monitorSchema = z.object({
  ourOutages: z.array(stretch).default([]),
  stall: z.object({ startedAt: instant, endedAt: instant.exactOptional() }).exactOptional(),
});

/** One that is not over has no end. */
const readOutages = async (client: DynamoDBClient, table: string): Promise<readonly Stretch[]> => {
  const { Item: item } = await client.send(
    new GetItemCommand({
      TableName: table,
      Key: integrationKey(PROBE_INTEGRATION_ID, 'monitor'),
      ...toNames(OUTAGE_ATTRIBUTES),
      // Half the price: it only names the cause of hours that are not final.
      ConsistentRead: false,
    }),
  );
  if (!item) return [];
  const { ourOutages, stall } = monitorSchema.parse(unmarshall(item));
  const open = stall ? [{ from: stall.startedAt, until: stall.endedAt ?? Number.POSITIVE_INFINITY }] : [];
  return [...ourOutages, ...open];
};
