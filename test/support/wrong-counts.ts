/** Stores of contact counts with which a tally goes wrong, for tests that must be able to fail. */

import { isDeepStrictEqual } from 'node:util';
import { placeKey } from '../../shared/counting/contact-count.ts';
import {
  type CountStore,
  type CountWrite,
  type CountWriteOutcome,
  type StoredCount,
  versionAfter,
} from '../../shared/counting/contact-counts.port.ts';
import { padSequenceNumber } from '../../shared/counting/sequence-number.ts';

type Spoiler = (counts: CountStore) => CountStore;

const seenThrough = (counts: CountStore, see: (count: StoredCount) => StoredCount): CountStore => ({
  ...counts,
  read: async (places) =>
    new Map([...(await counts.read(places))].map(([key, one]) => [key, one === 'unreadable' ? one : see(one)])),
});

const unmarked = (count: StoredCount): StoredCount => ({ ...count, marks: {} });

/** Whatever comes is added to what stands there. */
export const withoutMarks: Spoiler = (counts) => seenThrough(counts, unmarked);

const withMarks = (count: StoredCount, toMark: (mark: string) => string): StoredCount => ({
  ...count,
  marks: Object.fromEntries(Object.entries(count.marks).map(([shardId, mark]) => [shardId, toMark(mark)])),
});

/** `9` is more than `10`. */
export const marksAsShortText: Spoiler = (counts) =>
  seenThrough(counts, (count) => withMarks(count, (mark) => String(Number(mark))));

/** The last change that is in the count is not behind the mark. */
export const marksOneBehind: Spoiler = (counts) =>
  seenThrough(counts, (count) => withMarks(count, (mark) => padSequenceNumber(String(BigInt(mark) - 1n))));

/** Last write wins: what another shard wrote meanwhile is gone. */
export const versionsIgnored: Spoiler = (counts) => {
  const write = async (one: CountWrite): Promise<CountWriteOutcome> => {
    const [outcome = 'unavailable'] = await counts.write([one]);
    if (outcome !== 'overtaken') return outcome;
    const current = (await counts.read([one.count])).get(placeKey(one.count));
    return write({ ...one, replaces: current === 'unreadable' ? undefined : current?.version });
  };
  return { ...counts, write: (writes) => Promise.all(writes.map(write)) };
};

/** Whoever is told that somebody else was faster takes the mark for a mistake and adds all the same. */
export const marksIgnoredOnRetry: Spoiler = (counts) => {
  const overtaken = new Set<string>();
  const see = (count: StoredCount) => (overtaken.delete(placeKey(count)) ? unmarked(count) : count);
  return {
    ...seenThrough(counts, see),
    write: async (writes) => {
      const outcomes = await counts.write(writes);
      for (const [index, { count }] of writes.entries()) {
        if (outcomes[index] === 'overtaken') overtaken.add(placeKey(count));
      }
      return outcomes;
    },
  };
};

/** Whoever was faster is taken to have counted the same. */
export const restsDropped: Spoiler = (counts) => ({
  ...counts,
  write: async (writes) =>
    (await counts.write(writes)).map((outcome) => (outcome === 'overtaken' ? 'written' : outcome)),
});

/** A store that answers some writes by itself, from what was read before them. */
const sparingWrites =
  (isSpared: (write: CountWrite, before: StoredCount | undefined) => boolean) =>
  (counts: CountStore): CountStore => {
    const seen = new Map<string, StoredCount>();
    return {
      read: async (places) => {
        const found = await counts.read(places);
        for (const place of places) seen.delete(placeKey(place));
        for (const [key, one] of found) if (one !== 'unreadable') seen.set(key, one);
        return found;
      },
      write: async (writes) => {
        const kept = writes.filter((write) => !isSpared(write, seen.get(placeKey(write.count))));
        const outcomes = kept.length === 0 ? [] : await counts.write(kept);
        const told = new Map(kept.map((write, index) => [write, outcomes[index] ?? 'unavailable']));
        return writes.map((write) => told.get(write) ?? 'written');
      },
    };
  };

/** A change that moves nothing need not be written, need it? */
export const zeroSumsSkipped: Spoiler = sparingWrites(({ count }, before) =>
  isDeepStrictEqual(count.measures, before?.measures ?? {}),
);

/** The condition looks at the last record of the batch: a re-cut batch is counted twice in part. */
export const marksComparedWithLast: Spoiler = (counts) => {
  const sparing = sparingWrites(({ count, shardId }, before) => {
    const mark = before?.marks[shardId];
    return mark !== undefined && mark >= (count.marks[shardId] ?? '');
  });
  return withoutMarks(sparing(counts));
};

/** Remembers what it is about to write: a request that is lost is taken for counted when its batch comes again. */
export const rememberedTooEarly: Spoiler = (counts) => {
  const memory = new Map<string, StoredCount>();
  return {
    read: async (places) => {
      const known = places.flatMap((place) => memory.get(placeKey(place)) ?? []);
      const missing = places.filter((place) => !memory.has(placeKey(place)));
      const found = missing.length === 0 ? [] : await counts.read(missing);
      return new Map([...known.map((count) => [placeKey(count), count] as const), ...found]);
    },
    write: async (writes) => {
      for (const write of writes) memory.set(placeKey(write.count), { ...write.count, version: versionAfter(write) });
      const outcomes = await counts.write(writes);
      for (const [index, { count }] of writes.entries()) {
        if (outcomes[index] !== 'written') memory.delete(placeKey(count));
      }
      return outcomes;
    },
  };
};
