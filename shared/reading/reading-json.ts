/** The answers of the read API, as JSON. What cannot be known is `null`, never 0. */

import type { Stretch } from '../completeness/claims.ts';
import type { HourVerdict } from '../completeness/hour-state.ts';
import { type Instant, toRfc3339 } from '../core/instant.ts';
import { toChangesCursor } from './changes-cursor.ts';
import { labelOf } from './intervals.ts';
import type { Changes } from './read-changes.ts';
import type { ContactCounts } from './read-contact-counts.ts';
import type { QueuesRead } from './read-queues.ts';
import type { ContactCountsQuery, QueuesQuery } from './reading-requests.ts';

/** `2026-11-22T09:00:00Z`, the form of the hours of the counts. */
const toHour = (instant: Instant): string => `${toRfc3339(instant).slice(0, 19)}Z`;
const toHourOrNull = (instant: Instant | undefined): string | null => (instant === undefined ? null : toHour(instant));

const toHole = <H extends Stretch>({ from, until, ...same }: H) => ({
  from: toHour(from),
  until: toHour(until),
  ...same,
});

const LETTERS = { final: 'F', provisional: 'P', unknown: 'U' } as const;
const BASES = { claims: 'C', report: 'R' } as const;

const toStates = (verdicts: readonly HourVerdict[]): string => verdicts.map(({ state }) => LETTERS[state]).join('');
const toBases = (verdicts: readonly HourVerdict[]): string =>
  verdicts.map(({ basis }) => (basis === undefined ? '-' : BASES[basis])).join('');

export const toContactCountsJson = (
  integrationId: string,
  { measure, interval, timeZone }: ContactCountsQuery,
  { page, names, holes, place, next, ...bounds }: ContactCounts,
  nextPath: string | null,
) => ({
  integrationId,
  measure,
  interval,
  timeZone,
  from: toHour(page.from),
  to: toHour(page.to),
  completeFrom: toHourOrNull(bounds.completeFrom),
  completeUntil: toHourOrNull(bounds.completeUntil),
  arrivalsCompleteUntil: toHourOrNull(bounds.arrivalsCompleteUntil),
  cursor: toChangesCursor(integrationId, place),
  holes: holes.map(toHole),
  intervals: {
    starts: page.starts.map((start) => labelOf(start, timeZone)),
    states: toStates(page.verdicts),
    basis: toBases(page.verdicts),
  },
  series: page.series.map(({ queue, total, values, counted }) => ({
    queue,
    groupIds: names.groupIdsOf(queue),
    total,
    values,
    counted,
  })),
  next: next === undefined ? null : nextPath,
});

export const toChangesJson = (integrationId: string, { changed, holes, place, endOfStream }: Changes) => ({
  changed: changed.map(({ hour, queue, contacts, arrivals, correctedAt, state }) => ({
    hour: toHour(hour),
    queue,
    contacts: state === 'unknown' ? null : contacts,
    arrivals: state === 'unknown' ? null : arrivals,
    state,
    correctedAt: toRfc3339(correctedAt),
  })),
  holes: holes.map(toHole),
  cursor: toChangesCursor(integrationId, place),
  endOfStream,
});

export const toQueuesJson = (integrationId: string, { measure }: QueuesQuery, { series, names }: QueuesRead) => ({
  integrationId,
  measure,
  queues: series.map(({ queue, total, counted }) => ({
    queue,
    total,
    counted: counted.reduce((sum, count) => sum + count, 0),
    groupIds: names.groupIdsOf(queue),
    otherNames: names.otherNamesOf(queue),
    ambiguous: names.isAmbiguous(queue),
  })),
});
