/** The event source mapping between the events queue and record-chats: some pollers, partial batch responses. */

import * as z from 'zod';
import type { SimulatedFunction } from './environment.ts';
import type { Queue, Received } from './queue.ts';
import type { World } from './world.ts';

const answerSchema = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) });

export type MappingSwitch = { readonly isPaused: () => boolean; readonly turn: (isOn: boolean) => void };

const PAUSED_POLL_MS = 5_000;

export const startQueueMapping = (
  world: World,
  queue: Queue,
  record: SimulatedFunction<unknown, unknown>,
): MappingSwitch => {
  let isOn = true;
  const { random, faults, strikes, sleep, now, tell } = world;
  const isBroken = () => faults.brokenDeploys.some(({ from, to }) => from <= now() && now() < to);

  /** The ids that come again; `undefined` is the whole batch. */
  const failuresOf = async (batch: readonly Received[]): Promise<ReadonlySet<string> | undefined> => {
    if (isBroken()) return undefined;
    const invocation = await record(toEvent(batch));
    if (invocation.kind !== 'answered') return undefined;
    const { batchItemFailures } = answerSchema.parse(invocation.answer);
    const failures = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    const ids = new Set(batch.map(({ message }) => message.messageId));
    if ([...failures].every((id) => ids.has(id))) return failures;
    world.fail('record-chats reports failures that are not of its batch');
    return undefined;
  };

  const deleteAll = async (done: readonly Received[]): Promise<void> => {
    await sleep(random.int(1, 20));
    for (const { receipt, message } of done) {
      if (strikes(faults.lostDeletion)) tell(() => `the deletion of ${message.messageId} is lost`);
      else queue.remove(receipt);
    }
  };

  const poll = async (): Promise<void> => {
    for (;;) {
      if (!isOn) {
        await sleep(PAUSED_POLL_MS);
        continue;
      }
      const batch = queue.receive(random.int(1, faults.queueBatchSize));
      if (batch.length === 0) {
        await queue.arrival();
        continue;
      }
      tell(() => `record-chats gets ${batch.map(({ message }) => message.messageId).join(' ')}`);
      await sleep(random.int(1, 1_000));
      const failures = await failuresOf(batch);
      if (failures) await deleteAll(batch.filter(({ message }) => !failures.has(message.messageId)));
    }
  };

  for (let poller = 0; poller < faults.pollers; poller += 1) world.start(poll);
  return {
    isPaused: () => !isOn,
    turn: (on) => {
      tell(() => `the queue is ${on ? 'on' : 'paused'}`);
      isOn = on;
    },
  };
};

const toEvent = (batch: readonly Received[]): unknown => ({
  Records: batch.map(({ message, receipt, receiveCount }) => ({
    messageId: message.messageId,
    receiptHandle: receipt,
    body: message.body,
    attributes: { ApproximateReceiveCount: String(receiveCount), SentTimestamp: String(message.sentAt) },
    messageAttributes: {},
    eventSource: 'aws:sqs',
  })),
});
