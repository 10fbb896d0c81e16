/**
 * The ledger's stream: shards that split, records in the order of their writes per key, sequence numbers that grow in
 * length and are far beyond JavaScript's numbers.
 */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { World } from './world.ts';

export type Item = Readonly<Record<string, AttributeValue>>;

type Change = {
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly key: string;
  readonly newImage: Item | undefined;
  readonly oldImage: Item | undefined;
};

export type StreamRecord = Change & {
  readonly sequenceNumber: string;
  /** By the store's clock, whole seconds. */
  readonly createdAt: number;
};

export type Shard = {
  readonly id: string;
  readonly parent: Shard | undefined;
  readonly records: readonly StreamRecord[];
  readonly isClosed: () => boolean;
  /** Resolves at the next record, or when the shard closes. */
  readonly news: () => Promise<void>;
};

export type Stream = {
  /** Returns the sequence number. */
  readonly append: (change: Change) => string;
  readonly onShard: (listener: (shard: Shard) => void) => void;
  readonly shards: () => readonly Shard[];
};

type OpenShard = Shard & {
  readonly from: number;
  readonly to: number;
  readonly push: (record: StreamRecord) => void;
  readonly close: () => void;
};

const MAX_SHARDS = 9;
/** The clocks of the store's nodes differ. */
const SKEW_MS = 2_000;

export const createStream = (world: World): Stream => {
  const { random, faults } = world;
  const shards: OpenShard[] = [];
  const listeners: ((shard: Shard) => void)[] = [];
  const nextNumber = createSequence(world);

  const open = (from: number, to: number, parent: Shard | undefined): void => {
    const shard = createShard(`shardId-${String(shards.length + 1).padStart(4, '0')}`, from, to, parent);
    shards.push(shard);
    for (const listener of listeners) listener(shard);
  };

  const split = ({ from, to, close, id, ...shard }: OpenShard): void => {
    world.tell(() => `${id} splits`);
    close();
    const middle = (from + to) / 2;
    open(from, middle, { ...shard, id });
    open(middle, to, { ...shard, id });
  };

  const first = random.shuffled(Array.from({ length: faults.shards }, (_, index) => index));
  for (const index of first) open(index / faults.shards, (index + 1) / faults.shards, undefined);

  return {
    append: (change) => {
      const place = placeOf(change.key);
      const shard = shards.find(({ from, to, isClosed }) => from <= place && place < to && !isClosed());
      if (!shard) throw new Error('no shard takes this key');
      const sequenceNumber = nextNumber();
      world.tell(() => `${shard.id} gets ${change.eventName} ${change.key.replace('\n', '/')} as ${sequenceNumber}`);
      const createdAt = Math.floor((world.now() + random.int(-SKEW_MS, SKEW_MS)) / 1_000);
      shard.push({ ...change, sequenceNumber, createdAt });
      if (shards.length < MAX_SHARDS && world.strikes(faults.split)) split(shard);
      return sequenceNumber;
    },
    onShard: (listener) => {
      listeners.push(listener);
      for (const shard of shards) listener(shard);
    },
    shards: () => shards,
  };
};

const createShard = (id: string, from: number, to: number, parent: Shard | undefined): OpenShard => {
  const records: StreamRecord[] = [];
  let isClosed = false;
  let news = Promise.withResolvers<void>();
  const announce = () => {
    news.resolve();
    news = Promise.withResolvers<void>();
  };
  return {
    id,
    parent,
    records,
    from,
    to,
    isClosed: () => isClosed,
    news: () => news.promise,
    push: (record) => {
      records.push(record);
      announce();
    },
    close: () => {
      isClosed = true;
      announce();
    },
  };
};

/** Starts just below a power of ten, so that nearly every history crosses a number of digits, some several. */
const createSequence = ({ random, faults }: World): (() => string) => {
  let digits = faults.digits;
  let current = 10n ** BigInt(digits) - BigInt(random.int(1, Math.min(9, 10 ** digits - 1)));
  return () => {
    const number = String(current);
    current += BigInt(random.int(1, 3));
    if (digits < 39 && random.chance(0.05)) {
      digits += 1;
      const next = 10n ** BigInt(digits) - BigInt(random.int(1, 4));
      if (next > current) current = next;
    }
    return number;
  };
};

/** Where a key lies between 0 and 1 (FNV-1a). */
export const placeOf = (key: string): number => {
  let hash = 0x811c_9dc5;
  for (const character of key) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x0100_0193);
  return (Math.imul(hash ^ (hash >>> 15), 0x2c1b_3c6d) >>> 0) / 4_294_967_296;
};
