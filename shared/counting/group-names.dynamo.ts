/** One item an integration in the Integrations table, with a set: DynamoDB itself makes the union. */

import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { GROUPS_ITEM, integrationKey } from '../core/dynamo/keys.ts';
import type { GroupName, GroupNames } from './group-names.port.ts';

type Deps = {
  readonly client: DynamoDBClient;
  /** The name of the Integrations table. */
  readonly table: string;
};

/** Many times what a support team has; the longest of them fit into an item of 400 KB. */
const MOST_PAIRS = 240;
const HAS_ROOM = 'attribute_not_exists(pairs) OR size(pairs) < :most';

export const createGroupNames = ({ client, table }: Deps): GroupNames => ({
  read: async (integrationId) => {
    const { Item: item } = await client.send(
      new GetItemCommand({ TableName: table, Key: integrationKey(integrationId, GROUPS_ITEM), ConsistentRead: true }),
    );
    return (item?.['pairs']?.SS ?? []).flatMap(fromText);
  },
  add: async (integrationId, pairs) => {
    try {
      await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: integrationKey(integrationId, GROUPS_ITEM),
          UpdateExpression: 'ADD pairs :pairs',
          ConditionExpression: HAS_ROOM,
          ExpressionAttributeValues: { ':pairs': { SS: pairs.map(toText) }, ':most': { N: String(MOST_PAIRS) } },
        }),
      );
    } catch (error) {
      // Full: whoever makes up group names joins no queues.
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  },
});

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
