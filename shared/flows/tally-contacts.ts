/**
 * The third room: ledger changes become contact counts, each change exactly once.
 *
 * Each count item remembers, per stream shard, the last sequence number applied to it: its mark. One update covers the
 * changes of a batch that touch the item, and applies only where the mark is behind the first of them:
 *
 *   stream   ──1──2──3──4──5──6──▶        batch again, cut differently:   ──3──4──5──6──7──▶
 *   item     touched by 2, 3, 5           touched by 3, 5, 7: the mark says 5
 *            ADD 2+3+5 if mark < 2        ADD 3+5+7 if mark < 3 fails, the old item says 5
 *            mark = 5                     ADD 7 if mark < 7; mark = 7
 *
 * The proof needs one premise: a batch is delivered only after every earlier record of its shard was accepted. So this
 * flow never lets a record pass that it has not applied or set aside for repair.
 */

import pMap from 'p-map';
import { addMeasures, type Contribution, countKey, differenceOf, type Measures } from '../domain/contributions.ts';

/** One change of a ledger item: its contributions before and after. */
export type LedgerChange = {
  readonly kind: 'change';
  /** Padded: compares as text. */
  readonly sequenceNumber: string;
  readonly integrationId: string;
  readonly before: readonly Contribution[];
  readonly after: readonly Contribution[];
};

/** A stream record that is no ledger change. */
export type UnreadableRecord = { readonly kind: 'unreadable'; readonly sequenceNumber: string };

export type StreamBatch = { readonly shardId: string; readonly records: readonly (LedgerChange | UnreadableRecord)[] };

/** The changes of one batch to one count item, summed. */
export type CountUpdate = {
  readonly integrationId: string;
  readonly hour: string;
  readonly queue: string;
  readonly groupId?: string;
  readonly measures: Measures;
  readonly shardId: string;
  /** The sequence numbers of the first and the last change that touch this item. */
  readonly first: string;
  readonly last: string;
};

export type ApplyOutcome =
  | { readonly kind: 'applied' }
  /** The item's mark for this shard is at or past the first change. */
  | { readonly kind: 'mark_ahead'; readonly mark: string }
  /** The store will never take this update. */
  | { readonly kind: 'impossible' };

/** Applies where the mark is absent or before `first`. Rejects when the store did not answer. */
export type ApplyToCount = (update: CountUpdate) => Promise<ApplyOutcome>;

export const REPAIR_REASONS = ['unreadable_record', 'impossible_count'] as const;
export type RepairReason = (typeof REPAIR_REASONS)[number];

/** Rejects when the repair queue did not take it; then the batch comes again. */
export type SetAside = (record: {
  readonly reason: RepairReason;
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly integrationId?: string;
}) => Promise<void>;

export type Tally = { readonly changes: number; readonly countsWritten: number; readonly setAside: number };

/** Rejects when anything is neither applied nor set aside; the whole batch must then come again. */
export type TallyContacts = (batch: StreamBatch) => Promise<Tally>;

const CONCURRENT_UPDATES = 16;

export const createTallyContacts = (ports: { applyToCount: ApplyToCount; setAside: SetAside }): TallyContacts => {
  const { applyToCount, setAside } = ports;

  /** Returns how many changes had to be set aside. */
  const applyAll = async (shardId: string, touches: readonly Touch[]): Promise<number> => {
    const update = toUpdate(shardId, touches);
    if (!update) return 0;
    const outcome = await applyToCount(update);
    switch (outcome.kind) {
      case 'applied':
        return 0;
      case 'mark_ahead':
        // Never endless: at least the first touch is dropped.
        return applyAll(
          shardId,
          touches.filter(({ sequenceNumber }) => sequenceNumber > outcome.mark),
        );
      case 'impossible':
        for (const { sequenceNumber, integrationId } of touches) {
          await setAside({ reason: 'impossible_count', shardId, sequenceNumber, integrationId });
        }
        return touches.length;
    }
  };

  return async ({ shardId, records }) => {
    const perCount = touchesPerCount(records.flatMap((record) => (record.kind === 'change' ? [record] : [])));
    const impossible = await pMap(perCount, (touches) => applyAll(shardId, touches), {
      concurrency: CONCURRENT_UPDATES,
    });
    const unreadable = records.filter((record) => record.kind === 'unreadable');
    for (const { sequenceNumber } of unreadable) {
      await setAside({ reason: 'unreadable_record', shardId, sequenceNumber });
    }
    return {
      changes: records.length - unreadable.length,
      countsWritten: perCount.length,
      setAside: unreadable.length + impossible.reduce((sum, one) => sum + one, 0),
    };
  };
};

/** What one change does to one count item. */
type Touch = { readonly integrationId: string; readonly sequenceNumber: string; readonly contribution: Contribution };

const touchesPerCount = (changes: readonly LedgerChange[]): readonly (readonly Touch[])[] => {
  const perCount = new Map<string, Touch[]>();
  for (const { integrationId, sequenceNumber, before, after } of inOrder(changes)) {
    for (const contribution of differenceOf(after, before)) {
      const key = `${integrationId}\n${countKey(contribution)}`;
      const touches = perCount.get(key) ?? [];
      touches.push({ integrationId, sequenceNumber, contribution });
      perCount.set(key, touches);
    }
  }
  return [...perCount.values()];
};

/** A repeated batch may come out of order, or hold a record twice: order and identity are the sequence number's. */
const inOrder = (changes: readonly LedgerChange[]): readonly LedgerChange[] =>
  [...new Map(changes.map((change) => [change.sequenceNumber, change])).values()].sort(bySequenceNumber);

const bySequenceNumber = (a: LedgerChange, b: LedgerChange): number => (a.sequenceNumber < b.sequenceNumber ? -1 : 1);

/** A sum of zero is an update too: it advances the mark. */
const toUpdate = (shardId: string, touches: readonly Touch[]): CountUpdate | undefined => {
  const first = touches[0];
  const last = touches.at(-1);
  if (!first || !last) return undefined;
  const groupId = touches.findLast(({ contribution }) => contribution.groupId !== undefined)?.contribution.groupId;
  return {
    integrationId: first.integrationId,
    hour: first.contribution.hour,
    queue: first.contribution.queue,
    ...(groupId !== undefined && { groupId }),
    measures: touches.map(({ contribution }) => contribution.measures).reduce(addMeasures),
    shardId,
    first: first.sequenceNumber,
    last: last.sequenceNumber,
  };
};
