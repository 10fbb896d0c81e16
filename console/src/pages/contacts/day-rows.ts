/**
 * The API's intervals as a calendar: a row a day, a column an hour of the local clock. Where the clocks go back an hour
 * comes twice and has a column of its own; where they go forward a day has no such hour.
 *
 *             00  01  02  02b 03 …
 *   25 Oct    ▪   ▪   ▪   ▪   ▪      25 hours
 *   26 Oct    ▪   ▪   ▪       ▪      24 hours
 */

import type { ContactCounts } from '../../api/joined-pages.ts';
import { type HourState, hourState, type Known } from './hour-state.ts';

export type Column = {
  /** Two digits. */
  readonly hour: string;
  readonly isAgain: boolean;
};

export type Hour = {
  /** Local, with offset. */
  readonly label: string;
  readonly startsAt: number;
  readonly endsAt: number;
  /** What the local clock shows then: `10:00`. */
  readonly until: string;
  readonly state: HourState;
  /** All source queues that are shown together; what we have, if it is not complete. */
  readonly count: number;
  /** In the order of the series. */
  readonly counts: readonly number[];
};

/** A place is empty where the local clock skips the hour. */
export type Day = { readonly date: string; readonly hours: readonly (Hour | undefined)[] };

export type Calendar = {
  readonly columns: readonly Column[];
  readonly days: readonly Day[];
  readonly queues: readonly string[];
};

export const toCalendar = (counts: ContactCounts, queue: string | undefined, known: Known): Calendar => {
  const series = counts.series.filter((one) => queue === undefined || one.queue === queue);
  const { starts, states } = counts.intervals;
  const rows = new Map<string, Map<string, Hour>>();
  for (const [index, label] of starts.entries()) {
    const next = starts[index + 1];
    const [startsAt, endsAt] = [Date.parse(label), Date.parse(next ?? counts.to)];
    const values = series.map(({ counted }) => counted[index] ?? 0);
    const count = values.reduce((sum, value) => sum + value, 0);
    const row = rows.get(label.slice(0, 10)) ?? new Map<string, Hour>();
    const hour = label.slice(11, 13);
    rows.set(label.slice(0, 10), row);
    row.set(row.has(hour) ? `${hour}b` : hour, {
      label,
      startsAt,
      endsAt,
      until: next?.slice(11, 16) ?? '00:00',
      state: hourState(states[index], count, startsAt, endsAt, known),
      count,
      counts: values,
    });
  }
  const places = placesOf([...rows.values()]);
  return {
    queues: series.map((one) => one.queue),
    columns: places.map((place) => ({ hour: place.slice(0, 2), isAgain: place.length > 2 })),
    days: withoutUnconnected([...rows].map(([date, row]) => ({ date, hours: places.map((place) => row.get(place)) }))),
  };
};

const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));

const placesOf = (rows: readonly ReadonlyMap<string, Hour>[]): readonly string[] =>
  HOURS.flatMap((hour) => (rows.some((row) => row.has(`${hour}b`)) ? [hour, `${hour}b`] : [hour]));

/** Days before the integration say nothing. */
const withoutUnconnected = (days: readonly Day[]): readonly Day[] => {
  const first = days.findIndex(({ hours }) => hours.some((hour) => hour && hour.state !== 'not_connected'));
  return first === -1 ? [] : days.slice(first);
};

export type Sum = { readonly count: number; readonly isAtLeast: boolean };

/** Of hours that have begun; nothing where none has. */
export const sumOf = (hours: readonly (Hour | undefined)[], countOf = (hour: Hour) => hour.count): Sum | undefined => {
  const begun = hours.filter((hour) => hour !== undefined).filter(isShown);
  if (begun.length === 0) return undefined;
  return {
    count: begun.reduce((sum, hour) => sum + countOf(hour), 0),
    isAtLeast: begun.some(({ state }) => state === 'unknown'),
  };
};

export const isShown = ({ state }: Hour): boolean => state !== 'future' && state !== 'not_connected';
