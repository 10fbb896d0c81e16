/** The contact counts in memory: each is written where the version still stands that was read. */

import { placeKey } from '../../../shared/counting/contact-count.ts';
import {
  type CountStore,
  type CountWrite,
  type CountWriteOutcome,
  READ_LIMIT,
  type StoredCount,
  versionAfter,
  WRITE_LIMIT,
} from '../../../shared/counting/contact-counts.port.ts';
import { createOutage, type Outage } from './outage.ts';

export type FakeContactCounts = CountStore & {
  readonly items: () => readonly StoredCount[];
  readonly reads: readonly string[];
  readonly writes: readonly CountWrite[];
  readonly outage: Outage;
  /** Of the writes only. */
  readonly writeOutage: Outage;
  /** Each write of the next call gets this outcome, and does not happen. */
  readonly nextOutcome: (outcome: CountWriteOutcome) => void;
  /** The store will never take counts of this queue. */
  readonly refuseQueue: (queue: string) => void;
  /** A hand at the table spoils the counts of this queue. */
  readonly spoilQueue: (queue: string) => void;
};

export const createFakeContactCounts = (): FakeContactCounts => {
  const items = new Map<string, StoredCount>();
  const reads: string[] = [];
  const writes: CountWrite[] = [];
  const outcomes: CountWriteOutcome[] = [];
  const refused = new Set<string>();
  const spoiled = new Set<string>();
  const outage = createOutage();
  const writeOutage = createOutage();

  const apply = (write: CountWrite): CountWriteOutcome => {
    writes.push(write);
    const { count, shardId, replaces } = write;
    if (refused.has(count.queue)) return 'impossible';
    const current = items.get(placeKey(count));
    if (current?.version !== replaces) return 'overtaken';
    const marks = { ...current?.marks, [shardId]: count.marks[shardId] ?? '' };
    items.set(placeKey(count), { ...count, marks, version: versionAfter(write) });
    return 'written';
  };

  return {
    items: () => [...items.values()],
    reads,
    writes,
    outage,
    writeOutage,
    nextOutcome: (outcome) => {
      outcomes.push(outcome);
    },
    refuseQueue: (queue) => {
      refused.add(queue);
    },
    spoilQueue: (queue) => {
      spoiled.add(queue);
    },
    read: (places) =>
      outage.during(() => {
        if (places.length > READ_LIMIT) throw new RangeError(`${places.length} keys in one call`);
        reads.push(...places.map(({ queue }) => queue));
        return new Map(
          places.flatMap((place) => {
            const count = spoiled.has(place.queue) ? 'unreadable' : items.get(placeKey(place));
            return count === undefined ? [] : [[placeKey(place), count] as const];
          }),
        );
      }),
    write: (all) =>
      writeOutage.during(() => {
        if (all.length > WRITE_LIMIT) throw new RangeError(`${all.length} statements in one call`);
        const outcome = outcomes.shift();
        return all.map((write) => outcome ?? apply(write));
      }),
  };
};
