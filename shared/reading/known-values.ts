/** What a reader is told: the count where it can be believed at all, and `null` where it cannot be known. Never 0. */

import type { HourVerdict } from '../completeness/hour-state.ts';
import type { Page, Series } from './columns.ts';

export type KnownSeries = Series & {
  readonly values: readonly (number | null)[];
  /** `null` when a value is. */
  readonly total: number | null;
};

export type KnownPage = Omit<Page, 'series'> & {
  readonly verdicts: readonly HourVerdict[];
  readonly series: readonly KnownSeries[];
};

export const toKnownPage = (page: Page, verdicts: readonly HourVerdict[]): KnownPage => ({
  ...page,
  verdicts,
  series: page.series.map((series) => toKnownSeries(series, verdicts)),
});

const toKnownSeries = (series: Series, verdicts: readonly HourVerdict[]): KnownSeries => {
  const values = series.counted.map((count, index) => (verdicts[index]?.state === 'unknown' ? null : count));
  const total = values.reduce<number | null>((sum, value) => (sum === null || value === null ? null : sum + value), 0);
  return { ...series, values, total };
};

/** The page without the intervals that are not final. */
export const finalOnly = (page: KnownPage): KnownPage => {
  const isFinal = page.verdicts.map(({ state }) => state === 'final');
  const keep = <T>(items: readonly T[]): readonly T[] => items.filter((_, index) => isFinal[index]);
  return {
    ...page,
    starts: keep(page.starts),
    verdicts: keep(page.verdicts),
    series: page.series.map(({ queue, counted, values }) => {
      const left = keep(values);
      return {
        queue,
        counted: keep(counted),
        values: left,
        total: left.reduce<number>((sum, value) => sum + (value ?? 0), 0),
      };
    }),
  };
};
