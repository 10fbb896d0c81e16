/** Deletes an integration's items page by page: read the keys from the front, delete them, until none is left. */

import {
  BatchWriteItemCommand,
  type DynamoDBClient,
  QueryCommand,
  type QueryCommandInput,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import {
  BACKFILL_ITEM_PREFIX,
  CHECK_SHARDS,
  GROUPS_ITEM,
  INCIDENT_ITEM_PREFIX,
  type Key,
} from '../core/dynamo/keys.ts';
import { UnprocessedKeysError } from '../core/dynamo/read-items.ts';
import { inChunks } from '../core/in-chunks.ts';
import { toRfc3339 } from '../core/instant.ts';
import type { EraseTables } from './erase-integrations.ts';

type Deps = {
  readonly client: DynamoDBClient;
  /** The names of the tables. */
  readonly integrations: string;
  readonly chats: string;
  readonly contactCounts: string;
  readonly pause: (attempt: number) => Promise<void>;
};

const PAGE = 500;
const WRITE_LIMIT = 25;
/** A hundred deletions at a time: far below what one partition takes, so that nobody's events wait. */
const CONCURRENT_CALLS = 4;
const MAX_ROUNDS = 6;
const MAX_DUE = 25;

export const createEraseTables = ({ client, integrations, chats, contactCounts, pause }: Deps): EraseTables => {
  const erasePage = async (table: string, sortKey: string, query: Partial<QueryCommandInput>): Promise<number> => {
    const { Items: items = [] } = await client.send(
      new QueryCommand({
        TableName: table,
        ProjectionExpression: '#partition, #sort',
        ...query,
        ExpressionAttributeNames: { '#partition': 'integrationId', '#sort': sortKey },
        Limit: PAGE,
      }),
    );
    await inChunks(items, WRITE_LIMIT, (keys) => remove(table, keys), CONCURRENT_CALLS);
    return items.length;
  };

  const remove = async (table: string, keys: readonly Key[]): Promise<readonly []> => {
    let rest: WriteRequest[] = keys.map((key) => ({ DeleteRequest: { Key: key } }));
    for (let round = 0; rest.length > 0; round += 1) {
      if (round === MAX_ROUNDS) throw new UnprocessedKeysError(rest.length);
      if (round > 0) await pause(round);
      const { UnprocessedItems: unprocessed } = await client.send(
        new BatchWriteItemCommand({ RequestItems: { [table]: rest } }),
      );
      rest = unprocessed?.[table] ?? [];
    }
    return [];
  };

  const ofIntegration = (integrationId: string): Partial<QueryCommandInput> => ({
    KeyConditionExpression: '#partition = :integration',
    ExpressionAttributeValues: { ':integration': { S: integrationId } },
  });

  /** Of the Integrations table, from one key to the last that begins with the other. */
  const eraseItems = (integrationId: string, first: string, lastPrefix: string): Promise<number> =>
    erasePage(integrations, 'item', {
      KeyConditionExpression: '#partition = :integration AND #sort BETWEEN :first AND :last',
      ExpressionAttributeValues: {
        ':integration': { S: integrationId },
        ':first': { S: first },
        ':last': { S: `${lastPrefix}\u{ffff}` },
      },
    });

  return {
    dueErasures: async (now) => {
      // One page is enough: what is due and not on it is due at the next run.
      const { Items: items = [] } = await client.send(
        new QueryCommand({
          TableName: integrations,
          IndexName: 'byCheckAt',
          KeyConditionExpression: 'checkShard = :shard AND checkAt <= :now',
          ExpressionAttributeValues: { ':shard': { S: CHECK_SHARDS.eraser }, ':now': { S: toRfc3339(now) } },
          Limit: MAX_DUE,
        }),
      );
      return items.flatMap(({ integrationId }) => integrationId?.S ?? []);
    },
    eraseChats: (integrationId) => erasePage(chats, 'chatId', ofIntegration(integrationId)),
    eraseCounts: (integrationId) => erasePage(contactCounts, 'hourQueue', ofIntegration(integrationId)),
    eraseIncidents: async (integrationId) => {
      // What lies between the two ranges is the config, which tells how far the erasing has come.
      const recoveries = await eraseItems(integrationId, BACKFILL_ITEM_PREFIX, BACKFILL_ITEM_PREFIX);
      if (recoveries > 0) return recoveries;
      // Evidence, the names of the groups, and holes too: `groups`, `health`, `hole#…`, `incident#…`.
      return eraseItems(integrationId, GROUPS_ITEM, INCIDENT_ITEM_PREFIX);
    },
  };
};
