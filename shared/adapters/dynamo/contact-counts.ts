/**
 * The ContactCounts table, as its one writer uses it. Reads: BatchGetItem, consistent. Writes: PartiQL in batches, an
 * INSERT for a new count and an UPDATE by version for a known one.
 */

import {
  type AttributeValue,
  BatchExecuteStatementCommand,
  type BatchStatementRequest,
  type BatchStatementResponse,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import pMap from 'p-map';
import { MEASURES } from '../../domain/contributions.ts';
import { toRfc3339 } from '../../domain/event-time.ts';
import type { Clock } from '../../flows/clock.ts';
import { type CountStore, type CountWrite, type CountWriteOutcome, versionAfter } from '../../flows/count-store.ts';
import { fromCountItem, markAttribute } from './count-item.ts';
import { contactCountKey } from './keys.ts';
import { readItems } from './read-items.ts';

type Deps = {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly pause: (attempt: number) => Promise<void>;
  readonly clock: Clock;
};

const CONCURRENT_UPDATES = 16;

export const createCountStore = ({ client, table, pause, clock }: Deps): CountStore => {
  const execute = async (writes: readonly CountWrite[]): Promise<readonly Answer[]> => {
    try {
      const { Responses: responses = [] } = await client.send(
        new BatchExecuteStatementCommand({ Statements: writes.map((write) => toStatement(table, write, clock())) }),
      );
      return writes.map((_, index) => toAnswer(responses[index]));
    } catch (error) {
      if (isRefusal(error)) return writes.map(() => 'refused');
      throw error;
    }
  };

  /** What PartiQL refuses goes alone and as an update expression; it is impossible only if that is refused as well. */
  const writeAlone = async (write: CountWrite): Promise<CountWriteOutcome> => {
    try {
      await client.send(new UpdateItemCommand({ TableName: table, ...toUpdate(write, clock()) }));
      return 'written';
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return 'overtaken';
      if (isRefusal(error)) return 'impossible';
      throw error;
    }
  };

  return {
    read: async (places) => {
      const items = await readItems({ client, table, pause }, places.map(contactCountKey));
      return new Map(
        items.map((item) => [`${item['integrationId']?.S}\n${item['hourQueue']?.S}`, fromCountItem(item)]),
      );
    },
    write: async (writes) => {
      const answers = await execute(writes);
      const toOutcome = async (write: CountWrite, index: number): Promise<CountWriteOutcome> => {
        const answer = answers[index] ?? 'unavailable';
        return answer === 'refused' ? writeAlone(write) : answer;
      };
      return pMap(writes, toOutcome, { concurrency: CONCURRENT_UPDATES });
    },
  };
};

type Answer = 'written' | 'overtaken' | 'unavailable' | 'refused';

/** A statement that was not answered may not have happened. */
const toAnswer = (answer: BatchStatementResponse | undefined): Answer => {
  if (!answer) return 'unavailable';
  switch (answer.Error?.Code) {
    case undefined:
      return answer.Error ? 'unavailable' : 'written';
    case 'ConditionalCheckFailed':
    case 'DuplicateItem':
      return 'overtaken';
    case 'ValidationError':
    case 'ItemCollectionSizeLimitExceeded':
      return 'refused';
    default:
      return 'unavailable';
  }
};

/** A request that DynamoDB refuses for what it says, such as an item above 400 KB, and not for its own state. */
const isRefusal = (error: unknown): boolean =>
  error instanceof Error && ['ValidationException', 'ItemCollectionSizeLimitExceededException'].includes(error.name);

/** All but the key. All measures, zeros too: an item always has all ten. */
const attributesOf = (write: CountWrite, now: number): Readonly<Record<string, AttributeValue>> => {
  const { count, shardId } = write;
  return {
    ...Object.fromEntries(MEASURES.map((measure) => [measure, { N: String(count.measures[measure] ?? 0) }])),
    queue: { S: count.queue },
    hour: { S: count.hour },
    ...(count.groupId !== undefined && { groupId: { S: count.groupId } }),
    version: { N: String(versionAfter(write)) },
    updatedAt: { S: toRfc3339(now) },
    [markAttribute(shardId)]: { S: count.marks[shardId] ?? '' },
  };
};

/**
 * DynamoDB's guide separates several SET with nothing; PartiQL's grammar and the embedded engine take a list with commas.
 * Should DynamoDB refuse it, each count still goes alone.
 */
const toStatement = (table: string, write: CountWrite, now: number): BatchStatementRequest => {
  const attributes = attributesOf(write, now);
  const key = contactCountKey(write.count);
  if (write.replaces === undefined) {
    const item = { ...key, ...attributes };
    const fields = Object.keys(item).map((name) => `'${name}': ?`);
    return { Statement: `INSERT INTO "${table}" VALUE {${fields.join(', ')}}`, Parameters: Object.values(item) };
  }
  const changes = Object.keys(attributes).map((name) => `"${name}" = ?`);
  const claims = [...Object.keys(key).map((name) => `"${name}" = ?`), stillStands(write.replaces)];
  return {
    Statement: `UPDATE "${table}" SET ${changes.join(', ')} WHERE ${claims.join(' AND ')}`,
    Parameters: [...Object.values(attributes), ...Object.values(key), ...versionBefore(write)],
  };
};

/** Counts from before there were versions have version 0. */
const stillStands = (version: number): string => (version === 0 ? '"version" IS MISSING' : '"version" = ?');
const versionBefore = ({ replaces = 0 }: CountWrite): AttributeValue[] =>
  replaces === 0 ? [] : [{ N: String(replaces) }];

const IF_THERE_IS_NONE = 'attribute_not_exists(hourQueue)';
const IF_IT_HAS_NO_VERSION = 'attribute_exists(hourQueue) AND attribute_not_exists(#version)';
const IF_STILL_THAT_VERSION = '#version = :before';

const toUpdate = (write: CountWrite, now: number): Omit<UpdateItemCommandInput, 'TableName'> => {
  const attributes = Object.entries(attributesOf(write, now));
  const [before] = versionBefore(write);
  return {
    Key: contactCountKey(write.count),
    UpdateExpression: `SET ${attributes.map((_, index) => `#a${index} = :a${index}`).join(', ')}`,
    ConditionExpression: conditionOf(write),
    ExpressionAttributeNames: {
      ...Object.fromEntries(attributes.map(([name], index) => [`#a${index}`, name])),
      ...(write.replaces !== undefined && { '#version': 'version' }),
    },
    ExpressionAttributeValues: {
      ...Object.fromEntries(attributes.map(([, value], index) => [`:a${index}`, value])),
      ...(before && { ':before': before }),
    },
  };
};

const conditionOf = ({ replaces }: CountWrite): string => {
  if (replaces === undefined) return IF_THERE_IS_NONE;
  return replaces === 0 ? IF_IT_HAS_NO_VERSION : IF_STILL_THAT_VERSION;
};
