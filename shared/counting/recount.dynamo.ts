/** The ledger as a recount reads it, and the one write beside the tally's that a count may get. */

import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  paginateQuery,
  paginateScan,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { chatKey } from '../core/dynamo/keys.ts';
import { createStoreClock } from '../core/dynamo/store-clock.ts';
import { toRfc3339 } from '../core/instant.ts';
import { fromAttributes } from '../core/plain-attributes.ts';
import { contactCountKey } from './contact-count-item.ts';
import { type Contribution, MEASURES, type Measures } from './contributions.ts';
import { createReadCounts } from './count-range.dynamo.ts';
import type { RecountPorts } from './recount.ts';
import { contributionsSchema } from './stored-contributions.ts';

type Deps = { readonly client: DynamoDBClient; readonly chats: string; readonly contactCounts: string };

const NO_CHAT = chatKey({ integrationId: '-', chatId: '-' });

const IS_NEW = '(attribute_not_exists(#recountId) OR #recountId <> :recountId)';
const IS_LATER = '(attribute_not_exists(#recountedUntil) OR #recountedUntil < :recountedUntil)';

/** All that a recount needs of an item; a chat that cannot be read otherwise counts all the same. */
const countedSchema = z.object({ contributions: contributionsSchema });

export const createRecountTables = ({
  client,
  chats,
  contactCounts,
}: Deps): Pick<RecountPorts, 'readLedger' | 'readCounts' | 'addDrift' | 'storeClock'> => {
  const storeClock = createStoreClock({ client, table: chats, key: NO_CHAT });
  return {
    storeClock,
    readCounts: createReadCounts({ client, table: contactCounts }),
    readLedger: async ({ integrationId, from, to }) => {
      const contributions: Contribution[] = [];
      let unreadable = 0;
      const pages = paginateQuery(
        { client },
        {
          TableName: chats,
          KeyConditionExpression: 'integrationId = :integrationId',
          ExpressionAttributeValues: { ':integrationId': { S: integrationId } },
          ConsistentRead: true,
        },
      );
      for await (const { Items: items = [] } of pages) {
        for (const { contributions: stored } of items) {
          const counted = toCounted(stored);
          if (counted) contributions.push(...counted.filter(({ hour }) => hour >= from && hour < to));
          else unreadable += 1;
        }
      }
      return { contributions, unreadable };
    },

    addDrift: async ({ integrationId, hour, queue, measures, counted }, { recountId, recountedUntil }) => {
      try {
        const isAdded = Object.keys(measures).length > 0;
        // The operator's clock may be wrong.
        const changed = isAdded ? { queue, hour, updatedAt: toRfc3339(await storeClock()) } : {};
        const set = { ...changed, recountId, recountedUntil: toRfc3339(recountedUntil) };
        // The tally writes by version: it must notice.
        const added = { ...(isAdded && zeroOr(measures)), version: 1 };
        await client.send(
          new UpdateItemCommand({
            TableName: contactCounts,
            Key: contactCountKey({ integrationId, hour, queue }),
            UpdateExpression: `ADD ${list(added, (name) => `#${name} :${name}`)} SET ${list(set, (name) => `#${name} = :${name}`)}`,
            ConditionExpression: [...MEASURES.map(isAsSeen), IS_NEW, IS_LATER].join(' AND '),
            ExpressionAttributeNames: Object.fromEntries(
              [...MEASURES, 'version', ...Object.keys(set)].map((name) => [`#${name}`, name]),
            ),
            ExpressionAttributeValues: {
              ...Object.fromEntries(Object.entries(added).map(([name, by]) => [`:${name}`, { N: String(by) }])),
              ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:${name}`, { S: value }])),
              ...Object.fromEntries(MEASURES.map((name) => [`:${name}Seen`, { N: String(counted[name] ?? 0) }])),
              ':zero': { N: '0' },
            },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        );
        return 'added';
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return error.Item?.['recountId']?.S === recountId ? 'added' : 'moved';
      }
    },
  };
};

/** `undefined` where a hand at the table left something else. */
const toCounted = (stored: Parameters<typeof fromAttributes>[0][string] | undefined) => {
  try {
    return countedSchema.safeParse(fromAttributes({ contributions: stored ?? {} })).data?.contributions;
  } catch {
    return undefined;
  }
};

/** An item always has all ten. */
const zeroOr = (measures: Measures): Measures =>
  Object.fromEntries(MEASURES.map((name) => [name, measures[name] ?? 0]));

const list = (attributes: object, toText: (name: string) => string): string =>
  Object.keys(attributes).map(toText).join(', ');

/** An absent measure is 0. */
const isAsSeen = (name: string): string =>
  `(#${name} = :${name}Seen OR (attribute_not_exists(#${name}) AND :${name}Seen = :zero))`;

/** All integrations that have a chat or a count, deleted ones and the monitor's probe too. Reads the keys of both tables. */
export const findCountedIntegrations = async (
  client: DynamoDBClient,
  tables: readonly string[],
): Promise<readonly string[]> => {
  const found = new Set<string>();
  for (const TableName of tables) {
    const pages = paginateScan({ client }, { TableName, ProjectionExpression: 'integrationId', ConsistentRead: true });
    for await (const { Items: items = [] } of pages) {
      for (const { integrationId } of items) if (integrationId?.S !== undefined) found.add(integrationId.S);
    }
  }
  return [...found].sort();
};
