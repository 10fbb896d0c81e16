import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HourVerdict } from '../../../shared/completeness/hour-state.ts';
import { type CountRow, createColumns, type Page, type PageSize } from '../../../shared/reading/columns.ts';
import { toContactsCsv } from '../../../shared/reading/contacts-csv.ts';
import { intervalVerdicts } from '../../../shared/reading/interval-states.ts';
import { INTERVALS, type Interval, localTimeOf } from '../../../shared/reading/intervals.ts';
import { toKnownPage } from '../../../shared/reading/known-values.ts';
import { parseCsv } from '../../support/parse-csv.ts';

/** Laws 5 and 6 of reading: nothing is lost or made up between the stored quarters and what a reader gets. */

const QUARTER = 15 * 60_000;
const HOUR = 4 * QUARTER;
/** Berlin's long day is in it. */
const START = Date.parse('2026-10-24T00:00Z');

const queueName = fc.oneof(
  fc.constantFrom('Sales', 'Undefined_Queue', '=1+1', "'=1+1", '-', '"a;b"', 'a\tb', '+49', "'quoted'"),
  fc.string({ minLength: 1, maxLength: 8 }),
);

const rows: fc.Arbitrary<CountRow[]> = fc
  .uniqueArray(
    fc.record({
      hour: fc.integer({ min: 0, max: 59 }).map((hour) => START + hour * HOUR),
      queue: queueName,
      quarters: fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3), fc.nat(3)),
    }),
    { maxLength: 40, selector: ({ hour, queue }) => `${hour} ${queue}` },
  )
  .map((unordered) => unordered.toSorted((a, b) => a.hour - b.hour || (a.queue < b.queue ? -1 : 1)));

type Case = { readonly from: number; readonly to: number; readonly interval: Interval; readonly timeZone: string };

const rangeCase: fc.Arbitrary<Case> = fc
  .record({
    first: fc.nat(100),
    quarters: fc.integer({ min: 1, max: 160 }),
    interval: fc.constantFrom(...INTERVALS),
    timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kathmandu'),
  })
  .map(({ first, quarters, ...rest }) => ({
    from: START + first * QUARTER,
    to: START + (first + quarters) * QUARTER,
    ...rest,
  }));

const anySize = (): boolean => true;

const readPage = (
  all: readonly CountRow[],
  wanted: Case,
  fits: (size: PageSize) => boolean = anySize,
  queues: readonly string[] = [],
): Page => {
  const columns = createColumns({ ...wanted, fits, queues });
  // As the store answers: the hours that the range touches, no others.
  const inRange = all.filter(({ hour }) => hour + HOUR > wanted.from && hour < wanted.to);
  inRange.every((row) => columns.take(row));
  return columns.finish();
};

const readAllPages = (all: readonly CountRow[], wanted: Case, fits: (size: PageSize) => boolean): readonly Page[] => {
  const pages: Page[] = [];
  for (let from = wanted.from; from < wanted.to; from = pages.at(-1)?.to ?? wanted.to) {
    pages.push(readPage(all, { ...wanted, from }, fits));
  }
  return pages;
};

/** `queue start` → count, without the zeros. */
const cellsOf = (pages: readonly Page[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    pages.flatMap(({ starts, series }) =>
      series.flatMap(({ queue, counted }) =>
        counted.flatMap((count, index) => (count === 0 ? [] : [[`${queue} ${starts[index]}`, count]])),
      ),
    ),
  );

const quartersIn = (all: readonly CountRow[], { from, to }: Case): Readonly<Record<string, number>> => {
  const sums: Record<string, number> = {};
  for (const { hour, queue, quarters } of all) {
    for (const [index, count] of quarters.entries()) {
      const at = hour + index * QUARTER;
      if (at >= from && at < to && count > 0) sums[`q ${queue}`] = (sums[`q ${queue}`] ?? 0) + count;
    }
  }
  return sums;
};

const sumsOf = ({ series }: Page): Readonly<Record<string, number>> =>
  Object.fromEntries(
    series.map(({ queue, counted }) => [`q ${queue}`, counted.reduce((sum, count) => sum + count, 0)]),
  );

describe('columns', () => {
  it('hold every quarter of the range once, and a number for every interval', () => {
    fc.assert(
      fc.property(rows, rangeCase, (all, wanted) => {
        const page = readPage(all, wanted);
        expect(sumsOf(page)).toEqual(quartersIn(all, wanted));
        for (const { counted } of page.series) expect(counted).toHaveLength(page.starts.length);
      }),
    );
  });

  it('are the same in pages of any size as in one', () => {
    fc.assert(
      fc.property(rows, rangeCase, fc.integer({ min: 1, max: 60 }), (all, wanted, most) => {
        const pages = readAllPages(all, wanted, ({ intervals, queues }) => intervals * queues <= most);
        const whole = readPage(all, wanted);
        expect(cellsOf(pages)).toEqual(cellsOf([whole]));
        expect(pages.flatMap(({ starts }) => starts)).toEqual(whole.starts);
        for (const { starts, series } of pages) {
          expect(starts.length === 1 || starts.length * series.length <= most).toBe(true);
        }
      }),
    );
  });

  it('of queues that were asked for are there, with zeros where nothing was counted', () => {
    fc.assert(
      fc.property(rows, rangeCase, fc.uniqueArray(queueName, { minLength: 1, maxLength: 3 }), (all, wanted, queues) => {
        const whole = readPage(all, wanted);
        const asked = readPage(all, wanted, anySize, queues);
        expect(asked.series.map(({ queue }) => queue)).toEqual(queues.toSorted());
        for (const { queue, counted } of asked.series) {
          const zeros = whole.starts.map(() => 0);
          expect(counted).toEqual(whole.series.find((one) => one.queue === queue)?.counted ?? zeros);
        }
      }),
    );
  });

  /** Deliberately wrong: a range on quarters is read in whole hours. */
  it('are not sums of whole hours', () => {
    const found = fc.check(
      fc.property(rows, rangeCase, (all, wanted) => {
        const { from, to } = wanted;
        const whole = { ...wanted, from: Math.floor(from / HOUR) * HOUR, to: Math.ceil(to / HOUR) * HOUR };
        expect(sumsOf(readPage(all, whole))).toEqual(quartersIn(all, wanted));
      }),
    );
    expect(found.failed).toBe(true);
  });
});

const verdicts: fc.Arbitrary<(hour: number) => HourVerdict> = fc
  .array(
    fc.constantFrom<HourVerdict>({ state: 'final', basis: 'claims' }, { state: 'provisional' }, { state: 'unknown' }),
    {
      minLength: 80,
      maxLength: 80,
    },
  )
  .map((states) => (hour) => states[(hour - START) / HOUR] ?? { state: 'unknown' });

const knownPage = (all: readonly CountRow[], wanted: Case, verdictOf: (hour: number) => HourVerdict) => {
  const page = readPage(all, wanted);
  return toKnownPage(page, intervalVerdicts(page.starts, page.to, verdictOf));
};

const unsafe = (cell: string): string => (/^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell);

/** `queue timestamp` → what stands in its row. */
const csvCells = (csv: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    parseCsv(csv)
      .slice(1)
      .map(([queue = '', at, offered, handled, aht, channel]) => [
        `${unsafe(queue)} ${at}`,
        `${offered} ${handled} ${aht} ${channel}`,
      ]),
  );

const jsonCells = (page: ReturnType<typeof knownPage>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    page.series.flatMap(({ queue, values }) =>
      values.flatMap((value, index) =>
        value === null
          ? []
          : [[`${queue} ${localTimeOf(page.starts[index] ?? 0, 'UTC', ' ')}:00`, `${value} ${value}  chats`]],
      ),
    ),
  );

const FAR_FUTURE = Date.UTC(2030, 0, 1);

describe('what is told of the counts', () => {
  it('is null where any hour is unknown, and the count everywhere else; a total knows all or nothing', () => {
    fc.assert(
      fc.property(rows, rangeCase, verdicts, (all, wanted, verdictOf) => {
        const { starts, to, series } = knownPage(all, wanted, verdictOf);
        const isUnknown = starts.map((start, index) => {
          const end = starts[index + 1] ?? to;
          const quarters = Array.from({ length: (end - start) / QUARTER }, (_, quarter) => start + quarter * QUARTER);
          return quarters.some((at) => verdictOf(Math.floor(at / HOUR) * HOUR).state === 'unknown');
        });
        for (const { values, counted, total } of series) {
          expect(values).toEqual(counted.map((count, index) => (isUnknown[index] ? null : count)));
          expect(total === null).toBe(isUnknown.includes(true));
          if (total !== null) expect(total).toBe(counted.reduce((sum, count) => sum + count, 0));
        }
      }),
    );
  });

  it('is the same in CSV: no row for what is unknown, a row for every zero', () => {
    fc.assert(
      fc.property(rows, rangeCase, verdicts, (all, wanted, verdictOf) => {
        const page = knownPage(all, { ...wanted, timeZone: 'UTC' }, verdictOf);
        expect(csvCells(toContactsCsv(page, 'UTC', FAR_FUTURE))).toEqual(jsonCells(page));
      }),
    );
  });

  it('has no row for an interval that has not ended', () => {
    fc.assert(
      fc.property(rows, rangeCase, fc.nat(160), (all, wanted, quarters) => {
        const page = knownPage(all, { ...wanted, timeZone: 'UTC' }, () => ({ state: 'provisional' }));
        const now = wanted.from + quarters * QUARTER;
        const [header, ...lines] = parseCsv(toContactsCsv(page, 'UTC', now));
        expect(header).toEqual(['queue', 'timestamp', 'offered', 'handled', 'aht', 'channel']);
        const ended = page.starts.filter((_, index) => (page.starts[index + 1] ?? page.to) <= now);
        expect(lines).toHaveLength(ended.length * page.series.length);
      }),
    );
  });

  it('begins no cell with what a spreadsheet takes for a formula', () => {
    fc.assert(
      fc.property(rows, rangeCase, (all, wanted) => {
        const page = knownPage(all, wanted, () => ({ state: 'final', basis: 'claims' }));
        for (const [queue = ''] of parseCsv(toContactsCsv(page, 'UTC', FAR_FUTURE))) {
          expect(queue).not.toMatch(/^[=+\-@\t\r]/);
        }
      }),
    );
  });

  /** Deliberately wrong: what is unknown is written as it was counted. */
  it('would teach the forecast a lie with the bare counts', () => {
    const found = fc.check(
      fc.property(rows, rangeCase, verdicts, (all, wanted, verdictOf) => {
        const page = knownPage(all, { ...wanted, timeZone: 'UTC' }, verdictOf);
        const bare = page.series.map((one) => ({ ...one, values: one.counted }));
        const lies = page.verdicts.map(() => ({ state: 'final', basis: 'claims' }) as const);
        const csv = toContactsCsv({ ...page, series: bare, verdicts: lies }, 'UTC', FAR_FUTURE);
        expect(csvCells(csv)).toEqual(jsonCells(page));
      }),
    );
    expect(found.failed).toBe(true);
  });
});
