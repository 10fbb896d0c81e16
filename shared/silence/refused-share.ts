/**
 * What share of an integration's events was refused beside accepted ones, of the last day or two.
 *
 *   events     ✓ ✓ ✗ ✓ ✗ ✓ ✓ ✗ ✓ ✓ ✓ ✗ ✓ ✓
 *   run            ├ since …         … last ┤ a day without a refusal: over
 *   mixed hours    │ 9h  │  10h  │  11h  │
 *   steady                        ├───────────── told of
 *
 * An hour is mixed when an event is refused in it although a request was accepted since the refusal before. So an
 * outage, in which all is refused, has none while it lasts, and a slip of somebody's hand has one.
 *
 * The figures are near, not exact: a message that comes again counts again, and what a recorder has counted and not
 * written when its process ends, five minutes at most, is forgotten.
 */

import { startOfHour } from '../core/hour.ts';
import type { Instant } from '../core/instant.ts';
import { DEAD_KEY_REFUSALS } from '../intake/api-key.ts';
import { joinRefused, type RefusedCounts, sumOfRefused } from '../intake/refused-counts.ts';

/** What a batch of messages brought. */
export type EventCounts = {
  /** When the newest message was received. */
  readonly at: Instant;
  /** Accepted events about chats. Heartbeats come however few chats there are, and would hide what share is lost. */
  readonly accepted: number;
  readonly refused: RefusedCounts;
  /** Between which messages events were refused; absent when none were. */
  readonly refusals?: { readonly first: Instant; readonly last: Instant };
};

/** A day of a run, by its own clock: it begins with the run. */
export type CountedDay = {
  readonly from: Instant;
  readonly accepted: number;
  readonly refused: RefusedCounts;
  readonly mixedHours: number;
};

export type RefusedShare = {
  /** The first refusal of the run. */
  readonly since: Instant;
  /** The newest one. */
  readonly lastAt: Instant;
  /** The newest refusal that made its hour a mixed one. */
  readonly mixedAt?: Instant;
  /** Whether it is large enough, and has lasted for hours: a warning. */
  readonly isSteady: boolean;
  readonly day: CountedDay;
  readonly dayBefore?: CountedDay;
};

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

const STEADY_MIXED_HOURS = 3;
const STEADY_SHARE = 0.01;
/** Far enough below, so that a share of about 1 % does not come and go. */
const GONE_SHARE = 0.005;

/**
 * The share with what was counted since; the same object when that changes nothing, `undefined` when there is none:
 * events are counted from the first refusal on. `acceptedAt`: the newest accepted request that is known.
 */
export const shareAfter = (
  known: RefusedShare | undefined,
  counts: EventCounts,
  acceptedAt: Instant | undefined,
): RefusedShare | undefined => {
  const { accepted, refused, refusals } = counts;
  if (known === undefined || isOver(known, counts.at)) {
    if (!refusals) return undefined;
    const day = { from: refusals.first, accepted, refused, mixedHours: 0 };
    return { since: refusals.first, lastAt: refusals.last, isSteady: false, day };
  }
  if (!refusals && accepted === 0) return known;
  const isMixed = refusals !== undefined && makesMixed(known, refusals.last, acceptedAt);
  const { day, dayBefore } = turnOver(known, counts.at);
  const after: RefusedShare = {
    since: known.since,
    lastAt: Math.max(known.lastAt, refusals?.last ?? known.lastAt),
    ...withMixedAt(isMixed ? refusals.last : known.mixedAt),
    isSteady: known.isSteady,
    day: {
      from: day.from,
      accepted: day.accepted + accepted,
      refused: joinRefused(day.refused, refused),
      mixedHours: day.mixedHours + (isMixed ? 1 : 0),
    },
    ...(dayBefore && { dayBefore }),
  };
  return { ...after, isSteady: isSteady(after) };
};

/** Whether the run has ended: nothing was refused for a day. */
export const isOver = ({ lastAt }: RefusedShare, now: Instant): boolean => now - lastAt >= DAY_MS;

/** The steady loss that lasts at `now`. */
export const steadyLossAt = (share: RefusedShare | undefined, now: Instant): RefusedShare | undefined =>
  share?.isSteady && !isOver(share, now) ? share : undefined;

export type ShareFigures = {
  /** The events about chats and the refused ones since `countedFrom`, two days at most. */
  readonly countedFrom: Instant;
  readonly received: number;
  readonly refused: RefusedCounts;
};

export const figuresOf = ({ day, dayBefore }: RefusedShare): ShareFigures => {
  const refused = dayBefore ? joinRefused(dayBefore.refused, day.refused) : day.refused;
  const accepted = day.accepted + (dayBefore?.accepted ?? 0);
  return { countedFrom: dayBefore?.from ?? day.from, refused, received: accepted + sumOfRefused(refused) };
};

/** The code that most events were refused with. */
export const mainCodeOf = (refused: RefusedCounts): string | undefined =>
  Object.entries(refused).toSorted(([, a], [, b]) => b - a)[0]?.[0];

/** Whether most of it came with a dead key: beside requests with a good one, that is another installation. */
export const isLostByKey = (share: RefusedShare): boolean => {
  const code = mainCodeOf(figuresOf(share).refused);
  return DEAD_KEY_REFUSALS.some((refusal) => refusal === code);
};

const isSteady = (share: RefusedShare): boolean => {
  const { received, refused } = figuresOf(share);
  const part = sumOfRefused(refused) / received;
  if (share.isSteady) return part >= GONE_SHARE;
  const mixedHours = share.day.mixedHours + (share.dayBefore?.mixedHours ?? 0);
  return mixedHours >= STEADY_MIXED_HOURS && part >= STEADY_SHARE;
};

const makesMixed = ({ lastAt, mixedAt }: RefusedShare, at: Instant, acceptedAt: Instant | undefined): boolean => {
  const isBesideAccepted = acceptedAt !== undefined && acceptedAt > lastAt;
  return isBesideAccepted && (mixedAt === undefined || startOfHour(at) > startOfHour(mixedAt));
};

/** A day that is full becomes the day before; what is older is forgotten. */
const turnOver = ({ day, dayBefore }: RefusedShare, at: Instant): Pick<RefusedShare, 'day' | 'dayBefore'> => {
  if (at < day.from + DAY_MS) return { day, ...(dayBefore && { dayBefore }) };
  const empty = { accepted: 0, refused: {}, mixedHours: 0 };
  if (at < day.from + 2 * DAY_MS) return { day: { from: day.from + DAY_MS, ...empty }, dayBefore: day };
  return { day: { from: at, ...empty } };
};

const withMixedAt = (mixedAt: Instant | undefined) => (mixedAt === undefined ? {} : { mixedAt });
