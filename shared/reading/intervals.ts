/**
 * The intervals in which a reader wants the counts, by the clocks of a time zone. An interval is a stretch of UTC
 * quarters in which the local clock shows the same label: the same quarter, half hour, hour or day. Below a day a
 * change of the clocks always ends an interval, so that an hour that comes twice is two intervals:
 *
 *   Europe/Berlin, 25 October 2026, PT1H
 *   UTC     23:00   00:00   01:00   02:00
 *   local   01:00   02:00   02:00   03:00
 *           +02:00  +02:00  +01:00  +01:00
 *
 * Days last 23 to 27 hours. All offsets since 2015 are whole quarters. One change was not (Antarctica/Casey, a minute
 * past midnight): there the quarter in which the clocks change still belongs to the old offset.
 */

import { QUARTER_MS } from '../core/hour.ts';
import type { Instant } from '../core/instant.ts';
import { offsetSpanAt } from '../core/zone-offsets.ts';

export const INTERVALS = ['PT15M', 'PT30M', 'PT1H', 'P1D'] as const;
export type Interval = (typeof INTERVALS)[number];

const DAY_MS = 24 * 60 * 60_000;

const LENGTH_MS = {
  PT15M: QUARTER_MS,
  PT30M: 2 * QUARTER_MS,
  PT1H: 4 * QUARTER_MS,
  P1D: DAY_MS,
} as const satisfies Record<Interval, number>;

export type Range = {
  /** On a quarter. */
  readonly from: Instant;
  /** On a quarter; behind the range. */
  readonly to: Instant;
};

/** The starts of the intervals that tile the range; the first and the last may be cut by its ends. */
export const startsOf = ({ from, to }: Range, interval: Interval, timeZone: string): readonly Instant[] => {
  const lengthMs = LENGTH_MS[interval];
  const starts: Instant[] = [];
  let span = offsetSpanAt(timeZone, from);
  let label: number | undefined;
  for (let quarter = from; quarter < to; quarter += QUARTER_MS) {
    const isChanged = quarter >= span.until;
    if (isChanged) span = offsetSpanAt(timeZone, quarter);
    const shown = Math.floor((quarter + span.offsetMs) / lengthMs);
    if (shown !== label || (isChanged && lengthMs < DAY_MS)) starts.push(quarter);
    label = shown;
  }
  return starts;
};

/** For each quarter of the range the index of its interval. */
export const intervalOfQuarters = ({ from, to }: Range, starts: readonly Instant[]): Uint16Array => {
  const indexes = new Uint16Array((to - from) / QUARTER_MS);
  for (const [index, start] of starts.entries()) indexes.fill(index, (start - from) / QUARTER_MS);
  return indexes;
};

/** `2026-11-22T09:00+01:00`: unique even where an hour comes twice. */
export const labelOf = (start: Instant, timeZone: string): string => {
  const { offsetMs } = offsetSpanAt(timeZone, start);
  return `${localTimeOf(start, timeZone, 'T')}${offsetText(offsetMs)}`;
};

/** What the local clock shows, `2026-11-22 09:00`, with any separator. */
export const localTimeOf = (start: Instant, timeZone: string, separator: 'T' | ' '): string => {
  const shown = new Date(start + offsetSpanAt(timeZone, start).offsetMs).toISOString();
  return `${shown.slice(0, 10)}${separator}${shown.slice(11, 16)}`;
};

const offsetText = (offsetMs: number): string => {
  const minutes = Math.abs(offsetMs) / 60_000;
  return `${offsetMs < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
};

const two = (number: number): string => String(number).padStart(2, '0');
