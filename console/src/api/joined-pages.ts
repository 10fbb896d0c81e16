/** Pages of counts put end to end. A queue that one page does not know had no contact there. */

import type { components } from './schema.d.ts';

export type ContactCounts = components['schemas']['ContactCounts'];
type Series = ContactCounts['series'][number];

export const joinPages = (pages: readonly ContactCounts[]): ContactCounts => {
  const [first, ...others] = pages;
  if (!first) throw new RangeError('There is always a first page.');
  return others.reduce(joinTwo, first);
};

const joinTwo = (a: ContactCounts, b: ContactCounts): ContactCounts => {
  const queues = [...new Set([...a.series, ...b.series].map(({ queue }) => queue))];
  return {
    ...b,
    from: a.from,
    holes: distinctHoles([...a.holes, ...b.holes]),
    intervals: {
      starts: [...a.intervals.starts, ...b.intervals.starts],
      states: a.intervals.states + b.intervals.states,
      basis: a.intervals.basis + b.intervals.basis,
    },
    series: queues.map((queue) => joinSeries(seriesOf(a, queue), seriesOf(b, queue))),
  };
};

const seriesOf = ({ series, intervals }: ContactCounts, queue: string): Series =>
  series.find((one) => one.queue === queue) ?? {
    queue,
    groupIds: [],
    total: intervals.states.includes('U') ? null : 0,
    values: [...intervals.states].map((state) => (state === 'U' ? null : 0)),
    counted: [...intervals.states].map(() => 0),
  };

const joinSeries = (a: Series, b: Series): Series => ({
  queue: a.queue,
  groupIds: [...new Set([...a.groupIds, ...b.groupIds])],
  total: a.total === null || b.total === null ? null : a.total + b.total,
  values: [...a.values, ...b.values],
  counted: [...a.counted, ...b.counted],
});

/** One that lies in both pages is said by both. */
const distinctHoles = (holes: ContactCounts['holes']): ContactCounts['holes'] => [
  ...new Map(holes.map((hole) => [`${hole.from} ${hole.until} ${hole.cause}`, hole])).values(),
];
