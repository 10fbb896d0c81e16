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

/** Our own outages, so that nobody else is blamed for what is not decided. */
export type OwnOutage = { readonly startedAt: Instant; readonly endedAt?: Instant };

export const shownHoles = (
  { claims, holes }: Completeness,
  verdictOf: (hour: Instant) => HourVerdict,
  { from, to }: Range,
  outage: OwnOutage | undefined,
): readonly ShownHole[] => {
  const gaps = [...claims.accounts.values()].flatMap((account) => account.gaps);
  const known: readonly ShownHole[] = [
    ...holes.map((hole) => ({ from: hole.from, until: hole.until, cause: hole.cause, recovery: hole.recovery })),
    ...gaps.map((gap) => ({ ...gap, cause: 'app_silent', recovery: 'none' }) as const),
  ];
  const inRange = known.filter((hole) => hole.from < to && from < hole.until);
  const isCovered = (hour: Instant): boolean => inRange.some((hole) => hole.from <= hour && hour < hole.until);
  const undecided: Stretch[] = [];
  for (let hour = startOfHour(from); hour < to; hour += HOUR_MS) {
    if (verdictOf(hour).state !== 'unknown' || isCovered(hour)) continue;
    const last = undecided.at(-1);
    if (last?.until === hour) undecided[undecided.length - 1] = { from: last.from, until: hour + HOUR_MS };
    else undecided.push({ from: hour, until: hour + HOUR_MS });
  }
  const open = undecided.map((stretch) => ({ ...stretch, cause: causeOf(stretch, outage), recovery: 'none' }) as const);
  return [...inRange, ...open].toSorted((a, b) => a.from - b.from || a.until - b.until);
};

const causeOf = (stretch: Stretch, outage: OwnOutage | undefined): ShownCause =>
  outage && outage.startedAt < stretch.until && stretch.from < (outage.endedAt ?? Number.POSITIVE_INFINITY)
    ? 'our_outage'
    : 'not_claimed';
