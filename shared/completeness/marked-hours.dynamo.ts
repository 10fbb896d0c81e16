/**
 * Hours that an operator marks as unknown, and the way back. The mark is a hole beside the others, of no Freshchat
 * account; the counts of its hours are then announced as corrections, although their numbers stay: a reader who took an
 * hour for final hears of it either way.
 */

import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  paginateQuery,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import pMap from 'p-map';
import { HEALTH_ITEM, integrationKey, type Key } from '../core/dynamo/keys.ts';
import { createStoreClock } from '../core/dynamo/store-clock.ts';
import { hourOf } from '../core/hour.ts';
import { type Instant, toRfc3339 } from '../core/instant.ts';
import type { Stretch } from './claims.ts';
import type { HoleCause } from './hole.ts';
import { holeKey, toHoleItem } from './hole-item.ts';

type Deps = { readonly client: DynamoDBClient; readonly integrations: string; readonly contactCounts: string };

/** Whole hours of an integration. */
export type MarkedHours = Stretch & { readonly integrationId: string };

export type MarkOutcome =
  | 'marked'
  | 'not_found'
  /** A mark with the same beginning reaches further; this one would cut it. */
  | 'wider_mark';

/** An app names an account with at least one character, so no hole of the monitor has the key of a mark. */
const NO_ACCOUNT = '';
const CUTS_NO_MARK = 'attribute_not_exists(#item) OR #until <= :until';
const NO_COUNT = { integrationId: { S: '-' }, hourQueue: { S: '-' } } as const satisfies Key;
const CONCURRENT_UPDATES = 16;

export const createMarkedHours = ({ client, integrations, contactCounts }: Deps) => {
  const storeClock = createStoreClock({ client, table: contactCounts, key: NO_COUNT });

  const touch = async (key: Key, now: Instant): Promise<number> => {
    try {
      await client.send(
        new UpdateItemCommand({
          TableName: contactCounts,
          Key: key,
          // The tally writes by version: it must notice.
          UpdateExpression: 'SET correctedAt = :now, updatedAt = :now ADD version :one',
          ConditionExpression: 'attribute_exists(hourQueue)',
          ExpressionAttributeValues: { ':now': { S: toRfc3339(now) }, ':one': { N: '1' } },
        }),
      );
      return 1;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return 0;
      throw error;
    }
  };

  return {
    mark: async ({ integrationId, from, until }: MarkedHours, cause: HoleCause): Promise<MarkOutcome> => {
      const item = toHoleItem(integrationId, { account: NO_ACCOUNT, from, until, cause, recovery: 'none' });
      try {
        await client.send(
          new TransactWriteItemsCommand({
            TransactItems: [
              {
                ConditionCheck: {
                  TableName: integrations,
                  Key: integrationKey(integrationId, HEALTH_ITEM),
                  ConditionExpression: 'attribute_exists(#item)',
                  ExpressionAttributeNames: { '#item': 'item' },
                },
              },
              {
                Put: {
                  TableName: integrations,
                  Item: item,
                  ConditionExpression: CUTS_NO_MARK,
                  ExpressionAttributeNames: { '#item': 'item', '#until': 'until' },
                  ExpressionAttributeValues: { ':until': { S: toRfc3339(until) } },
                },
              },
            ],
          }),
        );
        return 'marked';
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error;
        const [health, mark] = (error.CancellationReasons ?? []).map(({ Code: code }) => code);
        if (health === 'ConditionalCheckFailed') return 'not_found';
        if (mark === 'ConditionalCheckFailed') return 'wider_mark';
        throw error;
      }
    },

    /** Whether there was a mark of just these hours. */
    unmark: async ({ integrationId, from, until }: MarkedHours): Promise<boolean> => {
      try {
        await client.send(
          new DeleteItemCommand({
            TableName: integrations,
            Key: holeKey(integrationId, { account: NO_ACCOUNT, from }),
            ConditionExpression: '#until = :until',
            ExpressionAttributeNames: { '#until': 'until' },
            ExpressionAttributeValues: { ':until': { S: toRfc3339(until) } },
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },

    /**
     * Told as a correction, by DynamoDB's own clock: `onPage` hears the hour that it has come to. Answers how many counts
     * it told of. May be repeated.
     */
    announce: async (
      { integrationId, from, until }: MarkedHours,
      onPage: (hour: string) => void = () => undefined,
    ): Promise<number> => {
      let told = 0;
      const pages = paginateQuery(
        { client },
        {
          TableName: contactCounts,
          // Every sort key of the hour `until` goes on behind it, and is left out.
          KeyConditionExpression: 'integrationId = :integrationId AND hourQueue BETWEEN :from AND :until',
          ProjectionExpression: 'integrationId, hourQueue',
          ExpressionAttributeValues: {
            ':integrationId': { S: integrationId },
            ':from': { S: hourOf(from) },
            ':until': { S: hourOf(until) },
          },
          ConsistentRead: true,
        },
      );
      for await (const { Items: keys = [] } of pages) {
        if (keys.length === 0) continue;
        const now = await storeClock();
        const done = await pMap(keys, (key) => touch(key, now), { concurrency: CONCURRENT_UPDATES });
        told += done.reduce((sum, one) => sum + one, 0);
        onPage((keys.at(-1)?.['hourQueue']?.S ?? '').replace(/#.*/, ''));
      }
      return told;
    },
  };
};
