/** The holes of a range as a reader is told of them: the stored ones, and what nobody spoke for. */

import type { Stretch } from '../completeness/claims.ts';
import type { HoleCause, Recovery } from '../completeness/hole.ts';
import type { Completeness, HourVerdict } from '../completeness/hour-state.ts';
import { HOUR_MS, startOfHour } from '../core/hour.ts';
import type { Instant } from '../core/instant.ts';
import type { Range } from './intervals.ts';

/** `not_claimed`: overdue, and nobody has said that it is complete; it may still become final. */
export type ShownCause = HoleCause | 'not_claimed';

export type ShownHole = Stretch & { readonly cause: ShownCause; readonly recovery: Recovery };

/** The stored ones, and what the monitor will store with its next run. */
export const knownHoles = ({ claims, holes }: Completeness): readonly ShownHole[] => {
  const gaps = [...claims.accounts.values()].flatMap((account) => account.gaps);
  return [
    ...holes.map(({ from, until, cause, recovery }) => ({ from, until, cause, recovery })),
    ...gaps.map((gap) => ({ ...gap, cause: 'app_silent', recovery: 'none' }) as const),
  ];
};

export const shownHoles = (
  { claims, holes }: Completeness,
  verdictOf: (hour: Instant) => HourVerdict,
  { from, to }: Range,
  outages: readonly Stretch[],
): readonly ShownHole[] => {
  const known = knownHoles({ claims, holes });
  const inRange = known.filter((hole) => hole.from < to && from < hole.until);
  const isCovered = (hour: Instant): boolean => inRange.some((hole) => hole.from <= hour && hour < hole.until);
  const undecided: Stretch[] = [];
  for (let hour = startOfHour(from); hour < to; hour += HOUR_MS) {
    if (verdictOf(hour).state !== 'unknown' || isCovered(hour)) continue;
    const last = undecided.at(-1);
    if (last?.until === hour) undecided[undecided.length - 1] = { from: last.from, until: hour + HOUR_MS };
    else undecided.push({ from: hour, until: hour + HOUR_MS });
  }
  const open = undecided.map(
    (stretch) => ({ ...stretch, cause: causeOf(stretch, outages), recovery: 'none' }) as const,
  );
  return [...inRange, ...open].toSorted((a, b) => a.from - b.from || a.until - b.until);
};

/** Nobody else is blamed for what fell into an outage of ours. */
const causeOf = (stretch: Stretch, outages: readonly Stretch[]): ShownCause =>
  outages.some(({ from, until }) => from < stretch.until && stretch.from < until) ? 'our_outage' : 'not_claimed';
