/**
 * The ContactCounts table, as its one writer uses it. Reads: BatchGetItem, consistent. Writes: PartiQL in batches, an
 * INSERT for a new count and an UPDATE by version for a known one.
 */

import {
  BatchExecuteStatementCommand,
  type BatchStatementResponse,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import pMap from 'p-map';
import type { Clock } from '../core/clock.ts';
import { readItems } from '../core/dynamo/read-items.ts';
import { failureOf } from '../core/dynamo/statement-answer.ts';
import { contactCountKey, fromCountItem } from './contact-count-item.ts';
import { toStatement, toUpdate } from './contact-count-statements.ts';
import type { CountStore, CountWrite, CountWriteOutcome } from './contact-counts.port.ts';

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

const KNOWN = [
  'ConditionalCheckFailed',
  'DuplicateItem',
  'ValidationError',
  'ItemCollectionSizeLimitExceeded',
] as const;

const toAnswer = (answer: BatchStatementResponse | undefined): Answer => {
  const failure = failureOf(answer, KNOWN);
  switch (failure) {
    case undefined:
      return 'written';
    case 'passing':
      return 'unavailable';
    case 'ConditionalCheckFailed':
    case 'DuplicateItem':
      return 'overtaken';
    case 'ValidationError':
    case 'ItemCollectionSizeLimitExceeded':
      return 'refused';
  }
};

/** A request that DynamoDB refuses for what it says, such as an item above 400 KB, and not for its own state. */
const isRefusal = (error: unknown): boolean =>
  error instanceof Error && ['ValidationException', 'ItemCollectionSizeLimitExceededException'].includes(error.name);
