/**
 * The event source mapping between the ledger's stream and tally-contacts, as Lambda documents it: in order the first
 * time, a batch again until it succeeds, and every earlier record again whenever it likes, cut otherwise and in any
 * order. Children of a shard wait for their parent.
 */

import type { SimulatedFunction } from './environment.ts';
import { placeOf, type Shard, type Stream, type StreamRecord } from './stream.ts';
import { START, type World } from './world.ts';

export type StreamMapping = {
  /** The age of the oldest record that was not accepted yet. */
  readonly lagMs: () => number;
  /** A mapping that was made anew delivers once more what was accepted, as long as the stream holds it. */
  readonly deliverAgain: () => Promise<void>;
};

export type MappingSettings = { readonly retries: number; readonly parallelizationFactor: 1 | 2 };

const SECOND_MS = 1_000;
const WINDOW_MS = 900 * SECOND_MS;
const LONGEST_PAUSE_MS = 300 * SECOND_MS;
/** An overlapping poller lives this many batches; then Lambda has noticed. */
const OVERLAP_BATCHES = 4;
/** A shard; without a bound, every rewind would breed the next. */
const MOST_REWINDS = 20;

export const startStreamMapping = (
  world: World,
  stream: Stream,
  tally: SimulatedFunction<unknown, unknown>,
  { retries, parallelizationFactor }: MappingSettings,
): StreamMapping => {
  const { random, faults, strikes, sleep, tell } = world;
  const consumed = new Map<string, Promise<unknown>>();
  const accepted = new Map<Shard, number[]>();

  const isDelivered = (record: StreamRecord, lane: number): boolean =>
    (!faults.hasFilter || record.eventName !== 'REMOVE') &&
    Math.floor(placeOf(`lane ${record.key}`) * parallelizationFactor) === lane;

  const invoke = async (shard: Shard, records: readonly StreamRecord[], flags: object): Promise<boolean> => {
    tell(() => `${shard.id} delivers ${records.map((record) => record.sequenceNumber).join(' ') || 'an empty window'}`);
    const invocation = await tally(toEvent(world, shard, records, flags));
    if (invocation.kind !== 'answered') return false;
    if (isAccepting(invocation.answer)) return true;
    world.fail('tally-contacts answered a window without an empty state, or with failures');
    return true;
  };

  const endWindow = async (shard: Shard): Promise<void> => {
    const flags = {
      isFinalInvokeForWindow: true,
      isWindowTerminatedEarly: random.chance(0.5),
      ...(random.chance(0.5) && { Records: undefined }),
      ...(random.chance(0.5) && { shardId: undefined }),
    };
    while (!(await invoke(shard, [], flags))) await sleep(SECOND_MS);
  };

  /** A mapping that has lost its window names no shard: that must be refused, and count nothing. */
  const deliverWithoutShard = async (shard: Shard, records: readonly StreamRecord[]): Promise<void> => {
    const invocation = await tally(toEvent(world, shard, records, { shardId: undefined }));
    if (invocation.kind === 'answered') world.fail('tally-contacts accepted records of no shard');
  };

  /** A repeat may come in another order, and hold a record twice. */
  const disordered = (batch: readonly StreamRecord[]): readonly StreamRecord[] => {
    if (faults.recut === 0 || !strikes(0.8)) return batch;
    const again = batch.filter(() => random.chance(0.2));
    return random.shuffled([...batch, ...again]);
  };

  /** Until it is accepted; the batch may be cut anew each time. Returns the position behind it. */
  const deliver = async (shard: Shard, from: number, lane: number): Promise<number> => {
    const cut = () => Math.min(shard.records.length, from + random.int(1, faults.streamBatchSize));
    let to = cut();
    for (let attempt = 1; attempt <= retries + 1; attempt += 1) {
      const batch = shard.records.slice(from, to).filter((record) => isDelivered(record, lane));
      if (batch.length > 0 && strikes(faults.emptyWindow / 10)) await deliverWithoutShard(shard, batch);
      if (batch.length === 0 || (await invoke(shard, attempt === 1 ? batch : disordered(batch), {}))) return to;
      await sleep(Math.min(LONGEST_PAUSE_MS, SECOND_MS * 2 ** attempt));
      if (strikes(faults.recut)) to = cut();
    }
    return to;
  };

  /** Something that was accepted before comes once more, in any order, beside whatever else is going on. */
  const repeatSome = async (shard: Shard, accepted: number): Promise<void> => {
    const from = random.int(0, accepted - 1);
    const records = shard.records.slice(from, random.int(from + 1, accepted));
    await sleep(random.int(0, 60 * SECOND_MS));
    const delivered = records.filter((record) => isDelivered(record, 0) || isDelivered(record, 1));
    if (delivered.length > 0) await invoke(shard, random.shuffled(delivered), {});
  };

  const overlap = async (shard: Shard, from: number, lane: number): Promise<void> => {
    tell(() => `${shard.id} gets a second poller`);
    let position = from;
    for (let batches = 0; batches < OVERLAP_BATCHES && position < shard.records.length; batches += 1) {
      position = await deliver(shard, position, lane);
    }
  };

  /** Mostly a few records, seldom the whole shard. */
  const rewind = () => (random.chance(0.1) ? random.int(0, 1_000) : random.int(1, 4));

  const consume = async (shard: Shard, lane: number): Promise<void> => {
    let position = 0;
    let furthest = 0;
    let rewinds = 0;
    const lanes = accepted.get(shard) ?? [];
    accepted.set(shard, lanes);
    lanes[lane] = 0;
    while (!shard.isClosed() || position < shard.records.length) {
      if (position === shard.records.length) {
        await shard.news();
        await sleep(random.int(0, 30 * SECOND_MS));
        continue;
      }
      if (strikes(faults.overlap)) world.start(() => overlap(shard, random.int(0, furthest), lane));
      position = await deliver(shard, position, lane);
      furthest = Math.max(furthest, position);
      lanes[lane] = furthest;
      if (strikes(faults.emptyWindow)) await endWindow(shard);
      if (strikes(faults.strayRepeat)) world.start(() => repeatSome(shard, furthest));
      if (rewinds < MOST_REWINDS && strikes(faults.repeat)) {
        position = Math.max(0, position - rewind());
        rewinds += 1;
      }
    }
  };

  stream.onShard((shard) => {
    const parent = shard.parent && consumed.get(shard.parent.id);
    const whole = (async () => {
      await parent;
      await Promise.all(Array.from({ length: parallelizationFactor }, (_, lane) => consume(shard, lane)));
    })();
    consumed.set(shard.id, whole);
    world.start(async () => void (await whole));
  });

  const deliverAgain = async (): Promise<void> => {
    for (const shard of stream.shards()) {
      const furthest = Math.min(...(accepted.get(shard) ?? [0]));
      const records = shard.records
        .slice(0, furthest)
        .filter((record) => isDelivered(record, 0) || isDelivered(record, 1));
      if (records.length > 0) await invoke(shard, records, {});
    }
  };

  return {
    deliverAgain,
    lagMs: () =>
      Math.max(
        0,
        ...stream.shards().map((shard) => {
          const oldest = shard.records[Math.min(...(accepted.get(shard) ?? [0]))];
          return oldest ? world.now() - oldest.createdAt * SECOND_MS : 0;
        }),
      ),
  };
};

/** https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-windows.html */
const toEvent = (world: World, shard: Shard, records: readonly StreamRecord[], flags: object): unknown => {
  const windowStart = START + Math.floor((world.now() - START) / WINDOW_MS) * WINDOW_MS;
  return {
    Records: records.map(toEventRecord),
    window: { start: new Date(windowStart).toISOString(), end: new Date(windowStart + WINDOW_MS).toISOString() },
    state: {},
    shardId: shard.id,
    eventSourceARN: 'arn:aws:dynamodb:eu-central-1:123456789012:table/Chats/stream/2026-11-22T00:00:00.000',
    isFinalInvokeForWindow: false,
    isWindowTerminatedEarly: false,
    ...flags,
  };
};

const toEventRecord = ({ eventName, sequenceNumber, createdAt, newImage, oldImage }: StreamRecord): unknown => ({
  eventID: sequenceNumber,
  eventName,
  eventSource: 'aws:dynamodb',
  dynamodb: {
    SequenceNumber: sequenceNumber,
    ApproximateCreationDateTime: createdAt,
    StreamViewType: 'NEW_AND_OLD_IMAGES',
    ...(newImage && { NewImage: newImage }),
    ...(oldImage && { OldImage: oldImage }),
  },
});

const isAccepting = (answer: unknown): boolean =>
  typeof answer === 'object' &&
  answer !== null &&
  'state' in answer &&
  JSON.stringify(answer.state) === '{}' &&
  'batchItemFailures' in answer &&
  JSON.stringify(answer.batchItemFailures) === '[]';
