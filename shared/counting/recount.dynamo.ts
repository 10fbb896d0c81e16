/** Ledger and counts as a recount reads them, and the one write beside the tally's that a count may get. */

import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  paginateQuery,
  type QueryCommandInput,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import type { Clock } from '../core/clock.ts';
import type { Key } from '../core/dynamo/keys.ts';
import { toRfc3339 } from '../core/instant.ts';
import { fromChatItem } from './chat-item.ts';
import { contactCountKey } from './contact-count-item.ts';
import { type Contribution, MEASURES } from './contributions.ts';
import type { RecountPorts } from './recount.ts';

type Deps = {
  readonly client: DynamoDBClient;
  readonly chats: string;
  readonly contactCounts: string;
  readonly clock: Clock;
};

const countSchema = z.object({
  hour: z.string(),
  queue: z.string(),
  ...Object.fromEntries(MEASURES.map((measure) => [measure, z.number().default(0)])),
});

export const createRecountTables = ({
  client,
  chats,
  contactCounts,
  clock,
}: Deps): Pick<RecountPorts, 'readLedger' | 'readCounts' | 'addDrift'> => ({
  readLedger: async ({ integrationId, from, to }) => {
    const found: Contribution[] = [];
    const query = {
      TableName: chats,
      KeyConditionExpression: 'integrationId = :integrationId',
      ExpressionAttributeValues: { ':integrationId': { S: integrationId } },
    };
    for await (const item of itemsOf(client, query)) {
      found.push(...fromChatItem(item).contributions.filter(({ hour }) => hour >= from && hour < to));
    }
    return found;
  },

  readCounts: async ({ integrationId, from, to }) => {
    const found: Contribution[] = [];
    const query = {
      TableName: contactCounts,
      // Every sort key of the hour `to` goes on behind it, and is left out.
      KeyConditionExpression: 'integrationId = :integrationId AND hourQueue BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':integrationId': { S: integrationId }, ':from': { S: from }, ':to': { S: to } },
    };
    for await (const item of itemsOf(client, query)) {
      const { hour, queue, ...measures } = countSchema.parse(unmarshall(item));
      found.push({ hour, queue, measures });
    }
    return found;
  },

  addDrift: async (integrationId, { hour, queue, groupId, measures, counted }, recountId) => {
    try {
      await client.send(
        new UpdateItemCommand({
          TableName: contactCounts,
          Key: contactCountKey({ integrationId, hour, queue }),
          UpdateExpression: `ADD ${MEASURES.map((name) => `#${name} :${name}`).join(', ')}, #version :one SET #queue = :queue, #hour = :hour, #updatedAt = :now, #recountId = :recountId${groupId === undefined ? '' : ', #groupId = if_not_exists(#groupId, :groupId)'}`,
          ConditionExpression: `${MEASURES.map(isAsSeen).join(' AND ')} AND (attribute_not_exists(#recountId) OR #recountId <> :recountId)`,
          ExpressionAttributeNames: Object.fromEntries(
            [
              ...MEASURES,
              'version',
              'queue',
              'hour',
              'updatedAt',
              'recountId',
              ...(groupId === undefined ? [] : ['groupId']),
            ].map((name) => [`#${name}`, name]),
          ),
          ExpressionAttributeValues: {
            ...Object.fromEntries(
              MEASURES.flatMap((name) => [
                [`:${name}`, { N: String(measures[name] ?? 0) }],
                [`:${name}Seen`, { N: String(counted[name] ?? 0) }],
              ]),
            ),
            ':zero': { N: '0' },
            // The tally writes by version: it must notice.
            ':one': { N: '1' },
            ':queue': { S: queue },
            ':hour': { S: hour },
            ':now': { S: toRfc3339(clock()) },
            ':recountId': { S: recountId },
            ...(groupId !== undefined && { ':groupId': { S: groupId } }),
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
});

/** An absent measure is 0. */
const isAsSeen = (name: string): string =>
  `(#${name} = :${name}Seen OR (attribute_not_exists(#${name}) AND :${name}Seen = :zero))`;

async function* itemsOf(client: DynamoDBClient, query: QueryCommandInput): AsyncGenerator<Key> {
  for await (const { Items: items = [] } of paginateQuery({ client }, { ...query, ConsistentRead: true })) yield* items;
}
