/** The source queues of a day, the busiest first; what does not get a colour of its own is one group. */

import { t } from '../../words/translate.ts';
import type { Day, Hour } from './day-rows.ts';

const COLOURS = 6;

export type Group = {
  readonly name: string;
  /** What we have, if it is not complete. */
  countIn(hour: Hour): number;
};

export const busiestOf = (queues: readonly string[], day: Day): readonly Group[] => {
  const totals = queues.map((queue, index) => ({ queue, index, total: totalOf(day, index) }));
  const busy = totals.filter(({ total }) => total > 0).toSorted((a, b) => b.total - a.total);
  const named = busy.length > COLOURS ? busy.slice(0, COLOURS - 1) : busy;
  const others = busy.slice(named.length);
  return [
    ...named.map(({ queue, index }) => groupOf(queue, [index])),
    ...(others.length === 0
      ? []
      : [
          groupOf(
            t('contacts.others', { count: others.length }),
            others.map(({ index }) => index),
          ),
        ]),
  ];
};

const groupOf = (name: string, indexes: readonly number[]): Group => ({
  name,
  countIn: (hour) => indexes.reduce((sum, index) => sum + (hour.counts[index] ?? 0), 0),
});

const totalOf = (day: Day, index: number): number =>
  day.hours.reduce((sum, hour) => sum + (hour?.counts[index] ?? 0), 0);
