/** The event source mapping of a queue on this machine: several pollers, each one batch at a time. */

import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { Invoke } from '../functions/function-host.ts';
import { pause } from '../pause.ts';
import { failedMessages } from './batch-answer.ts';
import { createMappingSwitch, type MappingSwitch } from './mapping-switch.ts';
import { type ReceivedMessage, toReceived, toSqsEvent } from './sqs-event.ts';

export type QueuePoller = {
  /** Takes no new batch and ends the ones it has begun. */
  close(): Promise<void>;
};

export type QueuePollerOptions = {
  readonly client: SQSClient;
  readonly queueUrl: string;
  readonly queueArn: string;
  readonly invoke: Invoke;
  /** Operators turn it off for a while; always on when absent. */
  readonly mapping?: MappingSwitch;
  readonly batchSize: number;
  /** A batch with this much is full, however few its messages; Lambda's own limit is its payload of 6 MB. */
  readonly fullAtBytes: number;
  /** How long a batch waits to become full; counted from its first message. */
  readonly batchingWindowMs: number;
  /** Longer than the function may run: a message must not come twice because the first time is not over. */
  readonly visibilityTimeoutSeconds: number;
  readonly pollers: number;
  readonly report: (line: string) => void;
};

/** SQS hands out, deletes and changes at most ten at a time. */
const PER_CALL = 10;
/** Not longer: a poll that waits on the engine is not cut off, lest a message be handed to nobody. */
const LONG_POLL_SECONDS = 1;
const REFILL_PAUSE_MS = 20;
const ENGINE_PAUSE_MS = 500;
const MAX_BACKOFF_SECONDS = 60;

export const startQueuePoller = (options: QueuePollerOptions): QueuePoller => {
  const stopping = new AbortController();
  const { mapping = createMappingSwitch() } = options;
  const loops = Array.from({ length: options.pollers }, () => poll(options, mapping, stopping.signal));
  return {
    close: async () => {
      stopping.abort();
      await Promise.all(loops);
    },
  };
};

const poll = async (options: QueuePollerOptions, mapping: MappingSwitch, stopping: AbortSignal): Promise<void> => {
  while (!stopping.aborted) {
    try {
      await mapping.run(async () => {
        const batch = await collect(options, stopping);
        if (batch.length > 0) await deliver(options, batch);
      }, stopping);
    } catch {
      // The engine is being started again, or was too busy. Nothing is lost: messages come back by themselves.
      await pause(ENGINE_PAUSE_MS, stopping);
    }
  }
};

const collect = async (options: QueuePollerOptions, stopping: AbortSignal): Promise<readonly ReceivedMessage[]> => {
  const batch = [...(await receive(options, options.batchSize, LONG_POLL_SECONDS))];
  const full = Date.now() + options.batchingWindowMs;
  const bytes = (): number => batch.reduce((sum, { bodyBytes }) => sum + bodyBytes, 0);
  while (batch.length > 0 && batch.length < options.batchSize && bytes() < options.fullAtBytes) {
    const more = await receive(options, options.batchSize - batch.length, 0).catch(() => []);
    batch.push(...more);
    if (more.length > 0) continue;
    if (Date.now() >= full || stopping.aborted) break;
    await pause(REFILL_PAUSE_MS, stopping);
  }
  return batch;
};

const receive = async (
  { client, queueUrl, queueArn, visibilityTimeoutSeconds }: QueuePollerOptions,
  wanted: number,
  waitSeconds: number,
): Promise<readonly ReceivedMessage[]> => {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: Math.min(wanted, PER_CALL),
      WaitTimeSeconds: waitSeconds,
      VisibilityTimeout: visibilityTimeoutSeconds,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    }),
  );
  return Messages.flatMap((message) => toReceived(message, queueArn));
};

const deliver = async (options: QueuePollerOptions, batch: readonly ReceivedMessage[]): Promise<void> => {
  const ids = new Set(batch.map(({ messageId }) => messageId));
  const failed = await options.invoke(toSqsEvent(batch)).then(
    (result) => failedMessages(result, ids),
    (error: unknown) => {
      options.report(error instanceof Error ? error.message : 'A function failed.');
      return 'all' as const;
    },
  );
  if (failed === 'all') return await backOff(options, batch);
  // The ones that failed stay hidden as long as the function said, or until their time-out.
  await remove(
    options,
    batch.filter(({ messageId }) => !failed.has(messageId)),
  );
};

const remove = async ({ client, queueUrl }: QueuePollerOptions, batch: readonly ReceivedMessage[]): Promise<void> => {
  for (const some of chunksOf(batch)) {
    const Entries = some.map(({ receiptHandle }, index) => ({ Id: `${index}`, ReceiptHandle: receiptHandle }));
    await client.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
  }
};

/** A whole batch failed: again soon, then later and later, so that an outage does not use up the receives at once. */
const backOff = async ({ client, queueUrl }: QueuePollerOptions, batch: readonly ReceivedMessage[]): Promise<void> => {
  for (const some of chunksOf(batch)) {
    const Entries = some.map(({ receiptHandle, receiveCount }, index) => ({
      Id: `${index}`,
      ReceiptHandle: receiptHandle,
      // Never 0: with it the embedded queue would drop the message.
      VisibilityTimeout: Math.min(2 ** Math.max(0, receiveCount - 1), MAX_BACKOFF_SECONDS),
    }));
    await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries }));
  }
};

const chunksOf = (batch: readonly ReceivedMessage[]): readonly (readonly ReceivedMessage[])[] =>
  Array.from({ length: Math.ceil(batch.length / PER_CALL) }, (_, index) =>
    batch.slice(index * PER_CALL, (index + 1) * PER_CALL),
  );
