/**
 * At rest, the counts equal the sum of the stored contributions over the ledger (rule 5). A recount finds where they
 * do not, and mends it, while events keep arriving:
 *
 *   look   ledger − counts, twice: what is under way differs between two looks, a drift does not
 *   apply  pause the queue (events wait in it) ─ look until the tally has drained and two looks are equal
 *          ─ add the difference ─ resume
 */

import { isDeepStrictEqual } from 'node:util';
import { type Contribution, countKey, differenceOf, type Measures } from './contributions.ts';

/** Hours from `from` until just before `to`, `2026-11-22T09:00:00Z`. */
export type RecountRange = { readonly integrationId: string; readonly from: string; readonly to: string };

/** What the ledger says and a count does not; `counted` is what the count held at the last look. */
export type Drift = Contribution & { readonly counted: Measures };

export type AddOutcome =
  /** By this call, or by one before it whose answer was lost. */
  | 'added'
  /** The count is no longer what was looked at: another recount, or a tally that had not drained. */
  | 'moved';

export type RecountPorts = {
  /** The stored contributions of all chats, within the range; any number a place. */
  readonly readLedger: (range: RecountRange) => Promise<readonly Contribution[]>;
  readonly readCounts: (range: RecountRange) => Promise<readonly Contribution[]>;
  /** Adds once under this id, if the count still holds what was looked at. */
  readonly addDrift: (integrationId: string, drift: Drift, recountId: string) => Promise<AddOutcome>;
  /** The queue's event source mapping. Both resolve when it is so: no invocation runs, or it is on again. */
  readonly mapping: { readonly pause: () => Promise<void>; readonly resume: () => Promise<void> };
  readonly tally: Tally;
  /** Between two looks: longer than a ledger change takes to be counted. */
  readonly settle: () => Promise<void>;
};

export type Tally = {
  /** The iterator age: of the oldest ledger change that it has not yet counted, or had not lately; 0 without one. */
  readonly lagMs: () => Promise<number>;
  /**
   * Below this the tally has drained. More than its batching window, which each change may wait for; less than a
   * settle, than which no change is younger once the queue was paused that long.
   */
  readonly nearZeroMs: number;
};

/** The drift that two looks saw alike. */
export const findDrift = async (ports: RecountPorts, range: RecountRange): Promise<readonly Drift[]> => {
  const first = await look(ports, range);
  if (first.length === 0) return [];
  await ports.settle();
  return intersection(first, await look(ports, range));
};

export type Mending =
  | { readonly kind: 'mended'; readonly added: readonly Drift[]; readonly moved: readonly Drift[] }
  /** Nothing was changed: the tally did not come to rest. */
  | { readonly kind: 'not_at_rest' };

/** An hour of looks, at three minutes each; a tally that lags for longer needs help first. */
const MAX_LOOKS = 20;

export const mendDrift = async (ports: RecountPorts, range: RecountRange, recountId: string): Promise<Mending> => {
  try {
    await ports.mapping.pause();
    const drift = await lookAtRest(ports, range);
    if (!drift) return { kind: 'not_at_rest' };
    const added: Drift[] = [];
    const moved: Drift[] = [];
    for (const one of drift) {
      const outcome = await ports.addDrift(range.integrationId, one, recountId);
      (outcome === 'added' ? added : moved).push(one);
    }
    return { kind: 'mended', added, moved };
  } finally {
    await ports.mapping.resume();
  }
};

const lookAtRest = async (ports: RecountPorts, range: RecountRange): Promise<readonly Drift[] | undefined> => {
  let before = await look(ports, range);
  for (let looks = 1; looks < MAX_LOOKS; looks += 1) {
    await ports.settle();
    // Asked before the look: what a lagging tally counts after the answer is in the look.
    const isDrained = (await ports.tally.lagMs()) < ports.tally.nearZeroMs;
    const now = await look(ports, range);
    // Equal looks alone are not enough: a tally that fails for minutes stands as still as one that has drained.
    if (isDrained && isDeepStrictEqual(now, before)) return now;
    before = now;
  }
  return undefined;
};

const look = async ({ readLedger, readCounts }: RecountPorts, range: RecountRange): Promise<readonly Drift[]> => {
  // The counts first: a change that is counted in between shows as under way, and is gone at the next look.
  const counts = await readCounts(range);
  const counted = new Map(counts.map((count) => [countKey(count), count.measures]));
  return differenceOf(await readLedger(range), counts)
    .map((drift) => ({ ...drift, counted: counted.get(countKey(drift)) ?? {} }))
    .toSorted((a, b) => (countKey(a) < countKey(b) ? -1 : 1));
};

const intersection = (first: readonly Drift[], second: readonly Drift[]): readonly Drift[] => {
  const known = new Map(first.map((drift) => [countKey(drift), drift.measures]));
  return second.filter((drift) => isDeepStrictEqual(drift.measures, known.get(countKey(drift))));
};
