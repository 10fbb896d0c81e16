/** Reads one shard from a position on, joining several GetRecords into one batch. */

import {
  type _Record,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';
import { pause } from '../pause.ts';

export type ShardRead = {
  readonly records: readonly _Record[];
  /** Nothing will follow. */
  readonly isShardEnd: boolean;
};

export type ShardReader = {
  /** The next records, in order; none when none came. */
  next(): Promise<ShardRead>;
  /** Goes on behind this record, or at the oldest; after an error, or when a batch was accepted in part. */
  moveTo(sequenceNumber: string | undefined): void;
};

export type ShardReaderOptions = {
  readonly client: DynamoDBStreamsClient;
  readonly streamArn: string;
  readonly shardId: string;
  readonly batchSize: number;
  /** How long a batch waits to become full; counted from its first record. */
  readonly batchingWindowMs: number;
  readonly signal: AbortSignal;
};

const REFILL_PAUSE_MS = 40;

type Position =
  | { readonly kind: 'after'; readonly sequenceNumber: string | undefined }
  | { readonly kind: 'iterator'; readonly iterator: string };

export const createShardReader = (options: ShardReaderOptions): ShardReader => {
  const { client, batchSize, batchingWindowMs, signal } = options;
  let position: Position = { kind: 'after', sequenceNumber: undefined };

  const readOnce = async (limit: number): Promise<ShardRead> => {
    const ShardIterator =
      position.kind === 'iterator' ? position.iterator : await iteratorAfter(options, position.sequenceNumber);
    const { Records = [], NextShardIterator } = await client.send(
      new GetRecordsCommand({ ShardIterator, Limit: limit }),
    );
    if (NextShardIterator !== undefined) position = { kind: 'iterator', iterator: NextShardIterator };
    return { records: Records, isShardEnd: NextShardIterator === undefined };
  };

  const next = async (): Promise<ShardRead> => {
    const first = await readOnce(batchSize);
    const records = [...first.records];
    const full = Date.now() + batchingWindowMs;
    let isShardEnd = first.isShardEnd;
    while (records.length > 0 && records.length < batchSize && !isShardEnd && !signal.aborted) {
      // Never more than the batch takes: what was read and not delivered would have to be kept.
      const more = await readOnce(batchSize - records.length);
      records.push(...more.records);
      isShardEnd = more.isShardEnd;
      if (more.records.length > 0) continue;
      if (Date.now() >= full) break;
      await pause(REFILL_PAUSE_MS, signal);
    }
    return { records, isShardEnd };
  };

  return {
    next,
    moveTo: (sequenceNumber) => {
      position = { kind: 'after', sequenceNumber };
    },
  };
};

const iteratorAfter = async (
  { client, streamArn, shardId }: ShardReaderOptions,
  sequenceNumber: string | undefined,
): Promise<string | undefined> => {
  const shard = { StreamArn: streamArn, ShardId: shardId };
  const oldest = new GetShardIteratorCommand({ ...shard, ShardIteratorType: 'TRIM_HORIZON' });
  if (sequenceNumber === undefined) return (await client.send(oldest)).ShardIterator;
  try {
    const after = new GetShardIteratorCommand({
      ...shard,
      ShardIteratorType: 'AFTER_SEQUENCE_NUMBER',
      SequenceNumber: sequenceNumber,
    });
    return (await client.send(after)).ShardIterator;
  } catch (error) {
    // Stopped for longer than the stream keeps: the oldest that is left is the next.
    if (error instanceof TrimmedDataAccessException) return (await client.send(oldest)).ShardIterator;
    throw error;
  }
};
