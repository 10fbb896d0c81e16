/**
 * What a chat may cost. The figures do not depend on the machine: units and calls, on one hour of the benchmark's day
 * (its hour of average density). A figure that misses is mended in the code, not here.
 */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDay } from '../../bench/day.ts';
import type { ShardRecords } from '../../bench/events.ts';
import { type Miscounts, playRecordChats, playTallyContacts } from '../../bench/measure.ts';
import type { Usage } from '../../bench/meter.ts';
import { dynamoUsdPerMillion } from '../../bench/prices.ts';
import { playRecorders, playTally } from '../../bench/service/play-service.ts';
import { createServiceDay } from '../../bench/service/service-day.ts';
import { openStage, type Stage } from '../../bench/stage.ts';

const SEED = 1;
/** The chats that end between seven and eight. */
const ONE_HOUR_DELIVERIES = 4_560;
const FEW_DELIVERIES = 400;
const SQS_BATCH = 100;

type PerChat = { readonly writeUnits: number; readonly calls: number };

let stage: Stage;
const costs = new Map<number, PerChat>();
const miscounts = new Map<number, Miscounts>();

const find = <T>(of: ReadonlyMap<number, T>, streamBatch: number): T => {
  const found = of.get(streamBatch);
  if (!found) throw new Error(`Nothing was played at stream batch ${streamBatch}`);
  return found;
};

beforeAll(async () => {
  stage = await openStage();
  const hour = createDay({ seed: SEED, deliveries: ONE_HOUR_DELIVERIES });
  const recorded = await playRecordChats({ stage, day: hour }, { batchSize: SQS_BATCH });
  const tally = async (batchSize: number, stream: ShardRecords): Promise<Miscounts> => {
    const tallied = await playTallyContacts({ stage, day: hour }, { batchSize, stream });
    const share = recorded.stream.records.length / stream.records.length;
    costs.set(batchSize, {
      writeUnits: (recorded.cost.writeUnits + tallied.cost.writeUnits * share) / hour.chats,
      calls: (recorded.cost.calls + tallied.cost.calls * share) / hour.chats,
    });
    return tallied.miscounts;
  };
  for (const batchSize of [100, 1_000]) miscounts.set(batchSize, await tally(batchSize, recorded.stream));

  // Change by change, a change costs the same whatever came before: some say it for all, and a few chats are counted right.
  await tally(1, { ...recorded.stream, records: recorded.stream.records.filter((_, index) => index % 10 === 0) });
  const few = createDay({ seed: SEED, deliveries: FEW_DELIVERIES });
  const { stream } = await playRecordChats({ stage, day: few }, { batchSize: SQS_BATCH });
  miscounts.set(1, (await playTallyContacts({ stage, day: few }, { batchSize: 1, stream })).miscounts);
}, 300_000);

afterAll(() => stage.close());

describe('a chat costs at most', () => {
  test.each([
    { streamBatch: 1, writeUnits: 2.8 },
    { streamBatch: 100, writeUnits: 1.65 },
    { streamBatch: 1_000, writeUnits: 1.3 },
  ])('$writeUnits write units at stream batch $streamBatch', ({ streamBatch, writeUnits }) => {
    expect(find(costs, streamBatch).writeUnits).toBeLessThanOrEqual(writeUnits);
  });

  test.each([
    { streamBatch: 100, calls: 0.105 },
    { streamBatch: 1_000, calls: 0.08 },
  ])(`$calls SDK calls at SQS batch ${SQS_BATCH} and stream batch $streamBatch`, ({ streamBatch, calls }) => {
    expect(find(costs, streamBatch).calls).toBeLessThanOrEqual(calls);
  });
});

test.each([1, 100, 1_000])('every chat is counted once and in its place at stream batch %i', (streamBatch) => {
  expect(find(miscounts, streamBatch)).toEqual({ net: 0, absolute: 0 });
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
