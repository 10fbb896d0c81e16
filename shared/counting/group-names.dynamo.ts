/** One item an integration in the Integrations table, with a set: DynamoDB itself makes the union. */

import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { GROUPS_ITEM, integrationKey, type Key } from '../core/dynamo/keys.ts';
import { readItems } from '../core/dynamo/read-items.ts';
import { toRfc3339 } from '../core/instant.ts';
import { type GroupName, type GroupNames, MOST_PAIRS, type NotedGroups } from './group-names.port.ts';

type Deps = {
  readonly client: DynamoDBClient;
  /** The name of the Integrations table. */
  readonly table: string;
  readonly pause: (attempt: number) => Promise<void>;
};

const HAS_ROOM = 'attribute_not_exists(pairs) OR size(pairs) < :most';

export const createGroupNames = ({ client, table, pause }: Deps): GroupNames => ({
  read: async (integrationId) => {
    const { Item: item } = await client.send(
      new GetItemCommand({
        TableName: table,
        Key: integrationKey(integrationId, GROUPS_ITEM),
        // Who names no attribute asks for all, and some readers may see these only.
        ProjectionExpression: 'pairs',
        ConsistentRead: true,
      }),
    );
    return toPairs(item);
  },
  readMany: async (integrationIds) => {
    const items = await readItems(
      // What a replica does not know yet is added once more: a union takes it.
      { client, table, pause, consistency: 'eventual' },
      integrationIds.map((id) => integrationKey(id, GROUPS_ITEM)),
    );
    return new Map(items.map((item) => [item['integrationId']?.S ?? '', toNoted(item)]));
  },
  add: async (integrationId, pairs, notedAt) => {
    try {
      await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: integrationKey(integrationId, GROUPS_ITEM),
          UpdateExpression: 'SET notedAt = :notedAt ADD pairs :pairs',
          ConditionExpression: HAS_ROOM,
          ExpressionAttributeValues: {
            ':pairs': { SS: pairs.map(toText) },
            ':notedAt': { S: toRfc3339(notedAt) },
            ':most': { N: String(MOST_PAIRS) },
          },
        }),
      );
    } catch (error) {
      // Full: whoever makes up group names joins no queues.
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  },
});

const toPairs = (item: Key | undefined): readonly GroupName[] => (item?.['pairs']?.SS ?? []).flatMap(fromText);

/** Items of the first version do not say when, nor does what a hand spoiled: then it is long ago. */
const toNoted = (item: Key): NotedGroups => {
  const notedAt = Date.parse(item['notedAt']?.S ?? '');
  return { pairs: toPairs(item), ...(Number.isFinite(notedAt) && { notedAt }) };
};

const toText = ({ name, groupId }: GroupName): string => JSON.stringify([name, groupId]);

const pairSchema = z.tuple([z.string(), z.string()]);

/** Pair by pair: what a hand at the table put there is left out. */
const fromText = (text: string): readonly GroupName[] => {
  try {
    const [name, groupId] = pairSchema.parse(JSON.parse(text));
    return [{ name, groupId }];
  } catch {
    return [];
  }
};
