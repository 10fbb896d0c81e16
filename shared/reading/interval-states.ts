/** The state of an interval is that of its worst hour: unknown before provisional before final. */

import type { Basis, HourState, HourVerdict } from '../completeness/hour-state.ts';
import { HOUR_MS, startOfHour } from '../core/hour.ts';
import type { Instant } from '../core/instant.ts';

type VerdictOf = (hour: Instant) => HourVerdict;

/** `starts` tile the time until `end`. */
export const intervalVerdicts = (
  starts: readonly Instant[],
  end: Instant,
  verdictOf: VerdictOf,
): readonly HourVerdict[] => starts.map((start, index) => worstOf(start, starts[index + 1] ?? end, verdictOf));

const SEVERITY = { final: 0, provisional: 1, unknown: 2 } as const satisfies Record<HourState, number>;

const worstOf = (from: Instant, until: Instant, verdictOf: VerdictOf): HourVerdict => {
  let worst: HourState = 'final';
  let basis: Basis = 'claims';
  for (let hour = startOfHour(from); hour < until; hour += HOUR_MS) {
    const verdict = verdictOf(hour);
    if (SEVERITY[verdict.state] > SEVERITY[worst]) worst = verdict.state;
    if (verdict.basis === 'report') basis = 'report';
  }
  return worst === 'final' ? { state: worst, basis } : { state: worst };
};

/** Arrivals know ended chats only: an hour of theirs is provisional for a week more. */
export const withArrivalsBound =
  (verdictOf: VerdictOf, arrivalsCompleteUntil: Instant): VerdictOf =>
  (hour) => {
    const verdict = verdictOf(hour);
    const isOpen = verdict.state === 'final' && hour + HOUR_MS > arrivalsCompleteUntil;
    return isOpen ? { state: 'provisional' } : verdict;
  };
