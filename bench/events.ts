/** Deliveries and stream records in the shape in which Lambda hands them to a function. */

import { type _Record, DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { Context, SQSEvent } from 'aws-lambda';
import { localClient } from '../local/engines/local-account.ts';
import { queueArn } from '../local/engines/schema.ts';
import { toReceived, toSqsEvent } from '../local/queue/sqs-event.ts';
import { createShardReader } from '../local/stream/shard-reader.ts';
import { listShards } from '../local/stream/shards.ts';
import { toTumblingEvent, windowOf } from '../local/stream/tumbling-event.ts';
import { LEDGER_STREAM_MAPPING } from '../shared/queues.ts';
import type { Delivery } from './day.ts';

export const inBatches = <T>(items: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));

export const toDeliveredEvent = (deliveries: readonly Delivery[], receiveCount: number): SQSEvent => {
  const messages = deliveries.map(({ messageId, body, arrivesAt }) => ({
    MessageId: messageId,
    ReceiptHandle: `${messageId}-${receiveCount}`,
    Body: body,
    Attributes: { ApproximateReceiveCount: `${receiveCount}`, SentTimestamp: `${arrivesAt}` },
  }));
  return toSqsEvent(messages.flatMap((message) => toReceived(message, queueArn('events'))));
};

const READ_AT_ONCE = 1_000;

export type ShardRecords = {
  readonly streamArn: string;
  readonly shardId: string;
  readonly records: readonly _Record[];
};

/** All that the ledger's stream holds. The embedded engine has one shard. */
export const readStream = async (endpoint: string, streamArn: string): Promise<ShardRecords> => {
  const client = new DynamoDBStreamsClient(localClient(endpoint));
  const [shard] = await listShards(client, streamArn);
  const shardId = shard?.shardId ?? '';
  const signal = new AbortController().signal;
  const reader = createShardReader({
    client,
    streamArn,
    shardId,
    batchSize: READ_AT_ONCE,
    batchingWindowMs: 0,
    signal,
  });
  const all: _Record[] = [];
  for (let { records } = await reader.next(); records.length > 0; { records } = await reader.next()) {
    all.push(...records);
  }
  client.destroy();
  return { streamArn, shardId, records: all };
};

export const toStreamEvent = ({ streamArn, shardId, records }: ShardRecords) => {
  const [first] = records;
  if (!first) throw new Error('A batch of the stream has at least one record.');
  const window = windowOf(first, LEDGER_STREAM_MAPPING.tumblingWindowSeconds * 1_000);
  return toTumblingEvent({ streamArn, shardId, records, window, state: {}, isFinal: false });
};

/** How long an invocation of a peer may take, which locks a chat for as long. */
export const LOCKED_MS = 2_000;

/** So that the figures do not depend on the machine. */
const UNHURRIED_MS = 120_000;

export const createContext = (invocationMs = UNHURRIED_MS): Context => {
  const deadline = Date.now() + invocationMs;
  return {
    awsRequestId: 'bench',
    callbackWaitsForEmptyEventLoop: false,
    functionName: 'bench',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:bench',
    memoryLimitInMB: '512',
    logGroupName: '/aws/lambda/bench',
    logStreamName: 'bench',
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
};
