/**
 * How a contact count takes each change of the ledger exactly once. It remembers, per stream shard, the last sequence
 * number applied to it: its mark.
 *
 *   stream   ──1──2──3──4──5──6──▶        batch again, cut differently:   ──3──4──5──6──7──▶
 *   count    touched by 2, 3, 5           touched by 3, 5, 7: the mark says 5
 *            + 2 + 3 + 5, mark = 5        + 7, mark = 7
 *
 * The proof needs one premise: a batch is delivered only after every earlier record of its shard was accepted.
 *
 * What a recount added lies behind no mark: it remembers until when the ledger was in it, by the stream's own clock.
 */

import type { Instant } from '../core/instant.ts';
import { addMeasures, type Contribution, countKey, type Measures } from './contributions.ts';

export type CountPlace = { readonly integrationId: string; readonly hour: string; readonly queue: string };

export type ContactCount = CountPlace & {
  readonly measures: Measures;
  /** Per shard, the sequence number of the last change that is in; padded. */
  readonly marks: Readonly<Record<string, string>>;
  /** A recount put in every change that the ledger took until then, whatever the marks say. */
  readonly recountedUntil?: Instant;
};

/** What one change of the ledger does to one count. */
export type Touch = {
  readonly sequenceNumber: string;
  /** When the ledger took it, by the stream's clock; whole seconds. */
  readonly writtenAt: Instant;
  readonly contribution: Contribution;
};

/** A text that names the place among all places; no part may hold the separator, for names hold no controls (docs/counting-rules.md, rule 8). */
export const placeKey = (place: CountPlace): string => `${place.integrationId}\n${countKey(place)}`;

/**
 * The count with those changes that it does not hold yet; `undefined` when it holds them all. The touches are of one
 * shard and in its order. A sum of zero is a change too: it advances the mark.
 */
export const countAfter = (
  count: ContactCount,
  shardId: string,
  touches: readonly Touch[],
): ContactCount | undefined => {
  const mark = count.marks[shardId];
  const { recountedUntil = Number.NEGATIVE_INFINITY } = count;
  const fresh = touches.filter(
    ({ sequenceNumber, writtenAt }) => (mark === undefined || sequenceNumber > mark) && writtenAt > recountedUntil,
  );
  const last = fresh.at(-1);
  if (!last) return undefined;
  return {
    ...count,
    measures: fresh.map(({ contribution }) => contribution.measures).reduce(addMeasures, count.measures),
    marks: { ...count.marks, [shardId]: last.sequenceNumber },
  };
};
