/**
 * Counts as columns: one list of numbers a queue, as long as the list of intervals, and no object a cell. What makes a
 * page too large decides where it ends: always between two intervals, so that pages join without a seam.
 */

import { QUARTER_MS } from '../core/hour.ts';
import type { Instant } from '../core/instant.ts';
import { type Interval, intervalOfQuarters, type Range, startsOf } from './intervals.ts';

/** One contact count, of the measure that is read. Rows come in the order of their hours. */
export type CountRow = {
  /** The start of the hour. */
  readonly hour: Instant;
  readonly queue: string;
  /** Of the four quarters of the hour. */
  readonly quarters: readonly number[];
};

export type Series = { readonly queue: string; readonly counted: readonly number[] };

export type Page = {
  readonly from: Instant;
  /** Behind the last interval of the page; where the next page begins, if it is not the end of the range. */
  readonly to: Instant;
  readonly starts: readonly Instant[];
  /** Of the queues that have counts in the page, and of those that were asked for; by name. */
  readonly series: readonly Series[];
};

/** What a page would hold. */
export type PageSize = { readonly intervals: number; readonly queues: number; readonly nameBytes: number };

type Wanted = Range & {
  readonly interval: Interval;
  readonly timeZone: string;
  /** Only these; none: all. */
  readonly queues: readonly string[];
  readonly fits: (size: PageSize) => boolean;
};

export type Columns = {
  /** False when the page is full: this row and all that follow belong to the next one. */
  readonly take: (row: CountRow) => boolean;
  readonly finish: () => Page;
};

export const createColumns = ({ from, to, interval, timeZone, queues, fits }: Wanted): Columns => {
  const starts = startsOf({ from, to }, interval, timeZone);
  const intervalOf = intervalOfQuarters({ from, to }, starts);
  const isWanted = wantedBy(queues);
  const columns = new Map<string, Column>(queues.map((queue) => [queue, { first: 0, counted: [] }]));
  let nameBytes = queues.reduce((bytes, queue) => bytes + Buffer.byteLength(queue), 0);
  let currentHour = Number.NEGATIVE_INFINITY;
  let end = starts.length;

  /** The most intervals, of those before `complete`, that one page can hold; at least one. */
  const mostOf = (complete: number): number => {
    let intervals = complete;
    while (intervals > 1 && !fits({ intervals, queues: columns.size, nameBytes })) intervals -= 1;
    return intervals;
  };

  const isFullBefore = (hour: Instant): boolean => {
    const complete = intervalOf[(hour - from) / QUARTER_MS] ?? 0;
    if (complete === 0 || fits({ intervals: complete, queues: columns.size, nameBytes })) return false;
    end = mostOf(complete);
    return true;
  };

  const columnOf = (queue: string, interval: number): Column => {
    const known = columns.get(queue);
    if (known) return known;
    const column = { first: interval, counted: [] };
    columns.set(queue, column);
    nameBytes += Buffer.byteLength(queue);
    return column;
  };

  return {
    take: ({ hour, queue, quarters }) => {
      if (hour > currentHour && isFullBefore(hour)) return false;
      currentHour = hour;
      if (!isWanted(queue)) return true;
      for (const [quarter, count] of quarters.entries()) {
        const interval = intervalOf[(hour - from) / QUARTER_MS + quarter];
        if (interval !== undefined && count !== 0) addTo(columnOf(queue, interval).counted, interval, count);
      }
      return true;
    },
    finish: () => {
      const intervals = mostOf(end);
      const series = [...columns].filter(([, { first }]) => first < intervals).toSorted(byName);
      return {
        from,
        to: starts[intervals] ?? to,
        starts: starts.slice(0, intervals),
        series: series.map(([queue, { counted }]) => ({ queue, counted: cutTo(counted, intervals) })),
      };
    },
  };
};

type Column = {
  /** The first interval in which the queue has a count. */
  readonly first: number;
  /** As far as counts came. */
  readonly counted: number[];
};

const wantedBy = (queues: readonly string[]): ((queue: string) => boolean) => {
  const wanted = new Set(queues);
  return (queue) => wanted.size === 0 || wanted.has(queue);
};

const addTo = (counted: number[], interval: number, count: number): void => {
  while (counted.length <= interval) counted.push(0);
  counted[interval] = (counted[interval] ?? 0) + count;
};

const cutTo = (counted: number[], intervals: number): readonly number[] => {
  if (counted.length > intervals) return counted.slice(0, intervals);
  while (counted.length < intervals) counted.push(0);
  return counted;
};

const byName = ([a]: readonly [string, Column], [b]: readonly [string, Column]): number => (a < b ? -1 : 1);
