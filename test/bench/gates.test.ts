/**
 * What a chat may cost. The figures do not depend on the machine: units and calls, on one hour of the benchmark's day
 * (its hour of average density). A figure that misses is mended in the code, not here.
 */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDay } from '../../bench/day.ts';
import { type Miscounts, type Play, playRecordChats, playTallyContacts } from '../../bench/measure.ts';
import type { Usage } from '../../bench/meter.ts';
import { dynamoUsdPerMillion } from '../../bench/prices.ts';
import { playRecorders, playTally } from '../../bench/service/play-service.ts';
import { createServiceDay } from '../../bench/service/service-day.ts';
import { openStage, type Stage } from '../../bench/stage.ts';

const SEED = 1;
/** The chats that end between seven and eight. */
const ONE_HOUR_DELIVERIES = 4_560;
/** Changes that are told one by one cost the same however many there are. */
const FEW_DELIVERIES = 570;
const SQS_BATCH = 100;

type Played = { readonly writeUnits: number; readonly calls: number; readonly miscounts: Miscounts };

let stage: Stage;
const played = new Map<number, Played>();

beforeAll(async () => {
  stage = await openStage();
  await playDay(FEW_DELIVERIES, [1]);
  await playDay(ONE_HOUR_DELIVERIES, [100, 1_000]);
}, 300_000);

afterAll(() => stage.close());

const playDay = async (deliveries: number, streamBatches: readonly number[]): Promise<void> => {
  const day = createDay({ seed: SEED, deliveries });
  const play: Play = { stage, day };
  const { cost: recorded, stream } = await playRecordChats(play, { batchSize: SQS_BATCH });
  for (const batchSize of streamBatches) {
    const { cost, miscounts } = await playTallyContacts(play, { batchSize, stream });
    played.set(batchSize, {
      writeUnits: (recorded.writeUnits + cost.writeUnits) / day.chats,
      calls: (recorded.calls + cost.calls) / day.chats,
      miscounts,
    });
  }
};

const perChat = (streamBatch: number): Played => {
  const found = played.get(streamBatch);
  if (!found) throw new Error(`Nothing was played at stream batch ${streamBatch}`);
  return found;
};

describe('a chat costs at most', () => {
  test.each([
    { streamBatch: 1, writeUnits: 2.8 },
    { streamBatch: 100, writeUnits: 1.65 },
    { streamBatch: 1_000, writeUnits: 1.3 },
  ])('$writeUnits write units at stream batch $streamBatch', ({ streamBatch, writeUnits }) => {
    expect(perChat(streamBatch).writeUnits).toBeLessThanOrEqual(writeUnits);
  });

  test.each([
    { streamBatch: 100, calls: 0.105 },
    { streamBatch: 1_000, calls: 0.08 },
  ])(`$calls SDK calls at SQS batch ${SQS_BATCH} and stream batch $streamBatch`, ({ streamBatch, calls }) => {
    expect(perChat(streamBatch).calls).toBeLessThanOrEqual(calls);
  });
});

test.each([1, 100, 1_000])('every chat is counted once and in its place at stream batch %i', (streamBatch) => {
  expect(perChat(streamBatch).miscounts).toEqual({ net: 0, absolute: 0 });
});

/**
 * The day of a service, small: what the recorder costs depends on how often each process sees an integration, which is as
 * in a service of 1,000; what the tally costs depends on how many integrations a batch of its changes speaks of.
 */
describe('in a service of many integrations and twenty recorders a chat costs at most', () => {
  const PRICE_OF = 3.3;
  let recorded: Usage;
  let tallied: Usage;

  beforeAll(async () => {
    const some = createServiceDay(createDay({ seed: SEED, deliveries: 2_000 }), {
      integrations: 200,
      warmUpMinutes: 60,
      heartbeatsADay: 0,
    });
    recorded = perChatOf((await playRecorders(stage, some, 20)).usage, some.chats);
    const many = createServiceDay(createDay({ seed: SEED, deliveries: 4_000 }), {
      integrations: 1_000,
      warmUpMinutes: 0,
      heartbeatsADay: 0,
    });
    tallied = perChatOf(await playTally(stage, (await playRecorders(stage, many, 1)).stream), many.chats);
  }, 300_000);

  test('1.30 write units and 0.15 calls of the recorder', () => {
    expect(recorded.writeUnits).toBeLessThanOrEqual(1.3);
    expect(recorded.calls).toBeLessThanOrEqual(0.15);
  });

  test('2.80 write units together', () => {
    expect(recorded.writeUnits + tallied.writeUnits).toBeLessThanOrEqual(2.8);
  });

  test(`the price of ${PRICE_OF} write units, with all reads`, () => {
    const together = dynamoUsdPerMillion(recorded) + dynamoUsdPerMillion(tallied);
    expect(together).toBeLessThanOrEqual(dynamoUsdPerMillion({ writeUnits: PRICE_OF, readUnits: 0 }));
  });
});

const perChatOf = ({ writeUnits, readUnits, calls }: Usage, chats: number): Usage => ({
  writeUnits: writeUnits / chats,
  readUnits: readUnits / chats,
  calls: calls / chats,
});
