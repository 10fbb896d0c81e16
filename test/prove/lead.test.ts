/**
 * Against the exact designs that people would build instead, at the same SQS batch. Only figures that do not depend on the
 * machine; docs/performance.md says where the others lead.
 */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDay } from '../../bench/day.ts';
import { type Cost, playPeer, playRecordChats, playTallyContacts } from '../../bench/measure.ts';
import { createTransactionPerBatchPeer } from '../../bench/peers/transaction-per-batch.ts';
import { createTransactionPerChatPeer } from '../../bench/peers/transaction-per-chat.ts';
import { openStage, type Stage } from '../../bench/stage.ts';

const DELIVERIES = 600;
const day = createDay({ seed: 1, deliveries: DELIVERIES });
const RIVALS = [createTransactionPerChatPeer, createTransactionPerBatchPeer];

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const play = async (batchSize: number) => {
  const recorded = await playRecordChats({ stage, day }, { batchSize });
  const tallied = new Map<number, Cost>();
  for (const streamBatch of [1, 1_000]) {
    const { cost } = await playTallyContacts({ stage, day }, { batchSize: streamBatch, stream: recorded.stream });
    tallied.set(streamBatch, cost);
  }
  const rivals: Cost[] = [];
  for (const createPeer of RIVALS) {
    rivals.push((await playPeer({ stage, day }, { createPeer, clientOf: 'sdk', batchSize })).cost);
  }
  const ours = (streamBatch: number, of: (cost: Cost) => number) => {
    const second = tallied.get(streamBatch);
    return second ? of(recorded.cost) + of(second) : Number.NaN;
  };
  return { ours, best: (of: (cost: Cost) => number) => Math.min(...rivals.map(of)) };
};

describe.each([1, 10, 100])('at SQS batch %i this project', (batchSize) => {
  test('leads every exact design: fewer units at any stream batch, fewer calls at SQS batches of 10', async () => {
    const { ours, best } = await play(batchSize);
    for (const streamBatch of [1, 1_000]) {
      expect(ours(streamBatch, ({ writeUnits }) => writeUnits)).toBeLessThan(best(({ writeUnits }) => writeUnits));
    }
    // At 1 a repeat costs us a read, and a transaction needs none; at 100 a transaction takes 100 items, and a batch of
    // statements 25.
    if (batchSize !== 10) return;
    expect(ours(1_000, ({ calls }) => calls)).toBeLessThan(best(({ calls }) => calls));
  });
});
