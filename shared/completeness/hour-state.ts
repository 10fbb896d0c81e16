/**
 * What a reader may believe of the counts of one hour:
 *
 *   final        every account says that it is complete, and what it delivered is counted; a change is announced
 *   unknown      chats are missing, or may be: the number that we have is no number to learn from
 *   provisional  still filling, or from before anybody promised anything
 *
 * An hour that is final stays final, unless an operator marks it as unknown, which is announced. The claims, the holes
 * and then the counts are read in this order, consistently: so no count is older than the promise that it is shown with.
 */

import { HOUR_MS } from '../core/hour.ts';
import type { Instant } from '../core/instant.ts';
import type { Claims, Stretch } from './claims.ts';
import { type Hole, LEAVES_AFTER_MS } from './hole.ts';

export type HourState = 'final' | 'provisional' | 'unknown';

/** What a final hour rests on: the app's claims, or Freshchat's own report. */
export type Basis = 'claims' | 'report';

export type Completeness = { readonly claims: Claims; readonly holes: readonly Hole[] };

export type HourVerdict = { readonly state: HourState; readonly basis?: Basis };

const MINUTE_MS = 60_000;
/** Two hours for an app that catches up after an outage of an hour, and five minutes for the evidence. */
const DECIDED_AFTER_MS = 125 * MINUTE_MS;

const ARRIVALS_AFTER_MS = 7 * 24 * HOUR_MS;

/** The end of the decided hours; never falls. Absent where nobody promised anything. */
export const completeUntilOf = ({ accounts }: Claims): Instant | undefined =>
  accounts.size === 0 ? undefined : Math.min(...[...accounts.values()].map(({ until }) => until));

/** Arrivals know ended chats only: after seven days 0.5 % of the chats of an hour are still open, after one day 13 %. */
export const arrivalsCompleteUntilOf = (claims: Claims): Instant | undefined => {
  const completeUntil = completeUntilOf(claims);
  return completeUntil === undefined ? undefined : completeUntil - ARRIVALS_AFTER_MS;
};

/** Answers for the hour that starts at the given instant. */
export const createHourVerdict = ({ claims, holes }: Completeness, now: Instant): ((start: Instant) => HourVerdict) => {
  const { completeFrom = Number.POSITIVE_INFINITY } = claims;
  const accounts = [...claims.accounts.values()];
  const completeUntil = completeUntilOf(claims) ?? Number.NEGATIVE_INFINITY;
  const heardAt = Math.max(...accounts.map((account) => account.heardAt));
  const open: readonly Stretch[] = [
    ...holes.filter(({ recovery }) => recovery !== 'recovered'),
    ...accounts.flatMap(({ gaps }) => gaps),
  ];
  const recovered = holes.filter(({ recovery }) => recovery === 'recovered');
  return (start) => {
    const end = start + HOUR_MS;
    if (meetsAny(open, start, end)) return { state: 'unknown' };
    // Whatever was counted before the first promise keeps its numbers, and is promised nothing.
    if (start < completeFrom) return { state: 'provisional' };
    if (end <= completeUntil) return { state: 'final', basis: meetsAny(recovered, start, end) ? 'report' : 'claims' };
    const isOverdue = now >= end + DECIDED_AFTER_MS && end < heardAt + LEAVES_AFTER_MS;
    return { state: isOverdue ? 'unknown' : 'provisional' };
  };
};

const meetsAny = (stretches: readonly Stretch[], start: Instant, end: Instant): boolean =>
  stretches.some(({ from, until }) => from < end && start < until);
