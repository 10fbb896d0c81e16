/**
 * Active hours: an instant is active when a clock on the shop's wall shows an active time. So an hour that the clock
 * shows twice is active twice, and one that it skips is active never; no rule for either is needed.
 *
 *   local     … 01:00   01:59 │ 03:00   04:00      Berlin, 29 March 2026; open 02:00–04:00
 *   open                      │ ██████████
 *   UTC       … 00:00   00:59 │ 01:00   02:00      one hour, not two
 */

import type { Instant } from '../core/instant.ts';
import { type OffsetSpan, offsetSpanAt } from '../core/zone-offsets.ts';
import { DAY_MINUTES, type DailyRange, type LocalDay, openRangesOn, type WeeklyHours } from './weekly-hours.ts';

export type ActiveHours = {
  /** An IANA name in its own spelling. */
  readonly timeZone: string;
  readonly weekly: WeeklyHours;
  readonly holidays: ReadonlySet<LocalDay>;
};

/** From `from` until just before `until`. */
export type Stretch = { readonly from: Instant; readonly until: Instant };

const MINUTE_MS = 60_000;
const DAY_MS = DAY_MINUTES * MINUTE_MS;

/** The active stretches between two instants, ascending and disjoint; two may touch at midnight or a clock change. */
export function* activeStretches(from: Instant, until: Instant, hours: ActiveHours): Generator<Stretch> {
  let at = from;
  while (at < until) {
    const span = offsetSpanAt(hours.timeZone, at);
    const end = Math.min(span.until, until);
    yield* stretchesOfSpan(at, end, span, hours);
    at = end;
  }
}

function* stretchesOfSpan(from: Instant, until: Instant, { offsetMs }: OffsetSpan, hours: ActiveHours) {
  const lastDay = Math.floor((until - 1 + offsetMs) / DAY_MS);
  for (let day = Math.floor((from + offsetMs) / DAY_MS); day <= lastDay; day += 1) {
    const midnight = day * DAY_MS - offsetMs;
    for (const range of openRangesOn(day, hours.weekly, hours.holidays)) {
      const stretch = clip(range, midnight, from, until);
      if (stretch.from < stretch.until) yield stretch;
    }
  }
}

const clip = (range: DailyRange, midnight: Instant, from: Instant, until: Instant): Stretch => ({
  from: Math.max(from, midnight + range.startMinute * MINUTE_MS),
  until: Math.min(until, midnight + range.endMinute * MINUTE_MS),
});
