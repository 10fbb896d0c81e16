/**
 * The third room: ledger changes become contact counts, each change exactly once (shared/counting/contact-count.ts says
 * how). The counts that a batch touches are read and written back where nobody else wrote since:
 *
 *   touched ──▶ read ──▶ + the changes behind the mark ──▶ write if the version still stands ──▶ written
 *                 ▲                                                         └─ overtaken ──┐
 *                 └────────────────────────────────────────────────────────────────────────┘
 *
 * A batch is delivered only after every earlier record of its shard was accepted: that is the premise of the mark. So
 * this flow never lets a record pass that it has not applied or set aside for repair.
 */

import pMap from 'p-map';
import { inChunks } from '../core/in-chunks.ts';
import type { Instant } from '../core/instant.ts';
import { type ContactCount, type CountPlace, countAfter, placeKey, type Touch } from './contact-count.ts';
import {
  type CountStore,
  type CountWrite,
  type CountWriteOutcome,
  READ_LIMIT,
  type StoredCount,
  WRITE_LIMIT,
} from './contact-counts.port.ts';
import { type Contribution, differenceOf } from './contributions.ts';
import type { SetAside } from './set-aside.port.ts';

/** One change of a ledger item: its contributions before and after. */
export type LedgerChange = {
  readonly kind: 'change';
  /** Padded: compares as text. */
  readonly sequenceNumber: string;
  /** By the stream's clock; whole seconds. */
  readonly writtenAt: Instant;
  readonly integrationId: string;
  readonly before: readonly Contribution[];
  readonly after: readonly Contribution[];
};

/** A stream record that is no ledger change. */
export type UnreadableRecord = { readonly kind: 'unreadable'; readonly sequenceNumber: string };

export type StreamBatch = { readonly shardId: string; readonly records: readonly (LedgerChange | UnreadableRecord)[] };

export type Tally = { readonly changes: number; readonly countsWritten: number; readonly setAside: number };

/** Rejects when anything is neither applied nor set aside; the whole batch must then come again. */
export type TallyContacts = (batch: StreamBatch) => Promise<Tally>;

/** Mostly another shard, or a recount, got through meanwhile; ten in a row on one count is heavy contention, or a throttled table. */
const MAX_CONFLICTS = 10;
const CONCURRENT_REPAIRS = 8;

type Ports = {
  readonly counts: CountStore;
  readonly setAside: SetAside;
  /**
   * After marks were lost (a table restored, a stream made anew) everything is recounted at once, and what the ledger took
   * until then counts nowhere any more: also in counts that are not there, which can remember nothing.
   */
  readonly recountedUntil?: Instant;
  /** Waits a random while before the given attempt, so that two writers stop colliding. */
  readonly pause: (attempt: number) => Promise<void>;
};

export const createTallyContacts = ({
  counts,
  setAside,
  pause,
  recountedUntil = Number.NEGATIVE_INFINITY,
}: Ports): TallyContacts => {
  /** Returns those whose count can never be written. */
  const applyAll = async (shardId: string, touched: readonly Touched[]): Promise<readonly Touched[]> => {
    const impossible: Touched[] = [];
    let due = touched;
    for (let conflicts = 0; due.length > 0; conflicts += 1) {
      if (conflicts === MAX_CONFLICTS) throw new CountsContendedError(due.length);
      if (conflicts > 0) await pause(conflicts);
      const outcomes = await attempt(shardId, due);
      impossible.push(...having(outcomes, 'impossible'));
      due = [...having(outcomes, 'overtaken'), ...having(outcomes, 'unavailable')];
    }
    return impossible;
  };

  const attempt = async (shardId: string, due: readonly Touched[]): Promise<readonly Attempted[]> => {
    const stored = await counts.read(due.map(({ place }) => place));
    const steps = due.map((one) => [one, toStep(shardId, one, stored.get(placeKey(one.place)))] as const);
    const writes = steps.flatMap(([, step]) => (typeof step === 'object' ? [step] : []));
    const outcomes = await inChunks(writes, WRITE_LIMIT, counts.write);
    const outcomeOf = new Map(writes.map((write, index) => [write, outcomes[index] ?? 'unavailable']));
    return steps.map(([one, step]) => [one, typeof step === 'object' ? (outcomeOf.get(step) ?? 'unavailable') : step]);
  };

  return async ({ shardId, records }) => {
    const touched = touchesPerCount(
      records.flatMap((record) => (record.kind === 'change' && record.writtenAt > recountedUntil ? [record] : [])),
    );
    const slices = await inChunks(touched, READ_LIMIT, (slice) => applyAll(shardId, slice));
    const impossible = slices.flatMap(({ place: { integrationId }, touches }) =>
      touches.map(
        ({ sequenceNumber }) => ({ reason: 'impossible_count', shardId, sequenceNumber, integrationId }) as const,
      ),
    );
    const unreadable = records.flatMap(({ kind, sequenceNumber }) =>
      kind === 'unreadable' ? [{ reason: 'unreadable_record', shardId, sequenceNumber } as const] : [],
    );
    await pMap([...impossible, ...unreadable], setAside, { concurrency: CONCURRENT_REPAIRS });
    return {
      changes: records.length - unreadable.length,
      countsWritten: touched.length,
      setAside: unreadable.length + impossible.length,
    };
  };
};

/** What a batch does to one count, in the shard's order. */
type Touched = { readonly place: CountPlace; readonly touches: Touch[] };

/** What to write, or why there is nothing to write. */
type Step = CountWrite | 'counted' | 'impossible';

const toStep = (shardId: string, { place, touches }: Touched, stored: StoredCount | 'unreadable' | undefined): Step => {
  if (stored === 'unreadable') return 'impossible';
  const count = countAfter(stored ?? newCount(place), shardId, touches);
  return count ? { count, shardId, replaces: stored?.version } : 'counted';
};

const newCount = (place: CountPlace): ContactCount => ({ ...place, measures: {}, marks: {} });

type Attempted = readonly [Touched, CountWriteOutcome | 'counted'];

const having = (attempted: readonly Attempted[], wanted: Attempted[1]): readonly Touched[] =>
  attempted.flatMap(([one, outcome]) => (outcome === wanted ? [one] : []));

/** The batch comes again, to counts that hold whatever got through. */
export class CountsContendedError extends Error {
  override readonly name = 'CountsContendedError';
  readonly counts: number;
  constructor(counts: number) {
    super(`${counts} counts could not be written in ${MAX_CONFLICTS} attempts; the batch comes again.`);
    this.counts = counts;
  }
}

const touchesPerCount = (changes: readonly LedgerChange[]): readonly Touched[] => {
  const perCount = new Map<string, Touched>();
  for (const { integrationId, sequenceNumber, writtenAt, before, after } of inOrder(changes)) {
    for (const contribution of differenceOf(after, before)) {
      const { hour, queue } = contribution;
      const place = { integrationId, hour, queue };
      const touched = perCount.get(placeKey(place)) ?? { place, touches: [] };
      touched.touches.push({ sequenceNumber, writtenAt, contribution });
      perCount.set(placeKey(place), touched);
    }
  }
  return [...perCount.values()];
};

/** A repeated batch may come out of order, or hold a record twice: order and identity are the sequence number's. */
const inOrder = (changes: readonly LedgerChange[]): readonly LedgerChange[] =>
  [...new Map(changes.map((change) => [change.sequenceNumber, change])).values()].sort(bySequenceNumber);

const bySequenceNumber = (a: LedgerChange, b: LedgerChange): number => (a.sequenceNumber < b.sequenceNumber ? -1 : 1);
