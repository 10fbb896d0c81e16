/** The peers that are called exact must be: a design that miscounts is no measure. */

import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDay } from '../../bench/day.ts';
import { playPeer } from '../../bench/measure.ts';
import { createTransactionPerBatchPeer } from '../../bench/peers/transaction-per-batch.ts';
import { createTransactionPerChatPeer } from '../../bench/peers/transaction-per-chat.ts';
import { openStage, type Stage } from '../../bench/stage.ts';

const day = createDay({ seed: 1, deliveries: 400 });

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 60_000);
afterAll(() => stage.close());

test.each([
  { design: 'a transaction per chat', createPeer: createTransactionPerChatPeer },
  { design: 'a transaction per batch', createPeer: createTransactionPerBatchPeer },
])(
  '$design counts every chat once at batch 100, also when calls fail',
  async ({ createPeer }) => {
    const { miscounts } = await playPeer(
      { stage, day, faultRate: 0.02 },
      { createPeer, clientOf: 'sdk', batchSize: 100 },
    );
    expect(miscounts).toEqual({ net: 0, absolute: 0 });
  },
  120_000,
);

test('a batch of a hundred messages is read in one call and written in two transactions', async () => {
  // Long enough that most batches are full.
  const play = { stage, day: createDay({ seed: 1, deliveries: 2_000 }) };
  const { cost } = await playPeer(play, { createPeer: createTransactionPerBatchPeer, clientOf: 'sdk', batchSize: 100 });
  expect(cost.calls / cost.invocations).toBeLessThanOrEqual(3);
}, 120_000);
