/**
 * docs/architecture.md, Silence: when an integration counts as silent. Only active time counts, towards the window and
 * towards the grace, and none in which we were not there.
 */

import type { Instant } from '../core/instant.ts';
import { type ActiveHours, activeStretches } from './active-hours.ts';
import { NO_OUTAGES, type OurOutages, withoutOutages } from './our-outages.ts';
import { activeMinutesPerWeek } from './weekly-hours.ts';

export type SilencePolicy = {
  /** Active time without a chat event after which the integration is silent; {@link MIN_WINDOW_MS} to {@link MAX_WINDOW_MS}. */
  readonly windowMs: number;
  /** Absent: always active. */
  readonly activeHours?: ActiveHours;
  /** Until then the administrator wants no flags and no notices; the deadline does not move. */
  readonly pausedUntil?: Instant;
};

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;

export const MIN_WINDOW_MS = 15 * MINUTE_MS;
export const MAX_WINDOW_MS = 30 * DAY_MS;
export const MAX_HOLIDAYS = 400;

export const DEFAULT_SILENCE_POLICY: SilencePolicy = { windowMs: DAY_MS };

/**
 * Evidence is written at most once per 5 minutes, so the last chat event may be up to 5 minutes younger than we know.
 * The grace is active time like the window: an integration never becomes silent outside its active hours.
 */
export const GRACE_MS = 5 * MINUTE_MS;

/** The window must pass within a year of weekly hours; a deadline that nobody lives to see watches nothing. */
const MAX_WEEKS = 52;

/**
 * Nothing that {@link isWithinReach} lets pass needs longer: each holiday spoils one week at most, clock changes one a
 * year, and the grace takes 5 weeks of a shop that opens for one minute.
 */
const MAX_SEARCH_MS = (MAX_WEEKS + MAX_HOLIDAYS + 48) * WEEK_MS;

/** Whether the window ever passes within these hours. Hours that are never active are out of every window's reach. */
export const isWithinReach = (windowMs: number, hours: ActiveHours): boolean =>
  windowMs <= activeMinutesPerWeek(hours.weekly) * MINUTE_MS * MAX_WEEKS;

/** The instant at which, without another chat event, silence begins: window and grace have passed in active time. */
export const deadlineAfter = (instant: Instant, policy: SilencePolicy, outages: OurOutages = NO_OUTAGES): Instant =>
  instantAfterActiveTime(instant, policy.windowMs + GRACE_MS, policy, outages);

/** The active milliseconds between two instants; 0 when the second is not after the first. */
export const activeTimeBetween = (from: Instant, until: Instant, { activeHours }: SilencePolicy): number => {
  if (!activeHours) return Math.max(0, until - from);
  let activeMs = 0;
  for (const stretch of activeStretches(from, until, activeHours)) activeMs += stretch.until - stretch.from;
  return activeMs;
};

/**
 * The earliest instant before which `activeMs` of active time have passed. A policy that the parser would refuse may
 * never get there; the search ends all the same, and too early a deadline is the safe mistake.
 */
export const instantAfterActiveTime = (
  from: Instant,
  activeMs: number,
  { activeHours }: SilencePolicy,
  outages: OurOutages = NO_OUTAGES,
): Instant => {
  const horizon = from + MAX_SEARCH_MS;
  const stretches = activeHours
    ? activeStretches(from, horizon, activeHours)
    : [{ from, until: Number.POSITIVE_INFINITY }];
  let missingMs = activeMs;
  for (const stretch of withoutOutages(stretches, outages)) {
    const lengthMs = stretch.until - stretch.from;
    if (missingMs <= lengthMs) return stretch.from + missingMs;
    missingMs -= lengthMs;
  }
  return horizon;
};

/** What an administrator has set. `pausedAt`: since when no flags and no notices are wanted. */
export type PolicySettings = { readonly silencePolicy?: SilencePolicy; readonly pausedAt?: Instant };

/** The policy that the monitor goes by. A pause by hand has no end of its own. */
export const policyInForce = ({ silencePolicy, pausedAt }: PolicySettings) => ({
  ...(silencePolicy ?? DEFAULT_SILENCE_POLICY),
  ...(pausedAt !== undefined && { pausedUntil: Number.POSITIVE_INFINITY }),
});
