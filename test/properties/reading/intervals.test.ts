import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INTERVALS, type Interval, intervalOfQuarters, labelOf, startsOf } from '../../../shared/reading/intervals.ts';
import { intervalsSlowly } from '../../support/slow-intervals.ts';

const QUARTER = 15 * 60_000;
const HOUR = 4 * QUARTER;
const DAY = 24 * HOUR;

const ODD_ZONES = [
  'Europe/Berlin',
  'Asia/Kathmandu',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Antarctica/Casey',
  'Antarctica/Troll',
  'Africa/Casablanca',
] as const;

/** The first look at a zone is dear: here some of them, `npm run prove` takes all. */
const zone = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...ODD_ZONES) },
  { weight: 1, arbitrary: fc.constantFrom(...Intl.supportedValuesOf('timeZone')) },
);
const quarter = fc
  .integer({ min: Date.UTC(2015, 0, 1) / QUARTER, max: Date.UTC(2028, 0, 1) / QUARTER })
  .map((count) => count * QUARTER);

type Case = {
  readonly from: number;
  readonly quarters: number;
  readonly interval: Interval;
  readonly timeZone: string;
};

/** Half of them around one of the last or first days of a month, where clocks change. */
const rangeCase = (maxDays: number): fc.Arbitrary<Case> =>
  fc.record({
    from: fc.oneof(
      quarter,
      fc
        .tuple(fc.integer({ min: 0, max: 155 }), fc.integer({ min: -9 * 96, max: 96 }))
        .map(([month, quarters]) => Date.UTC(2015, month, 1) + quarters * QUARTER),
    ),
    quarters: fc.integer({ min: 1, max: maxDays * 96 }),
    interval: fc.constantFrom(...INTERVALS),
    timeZone: zone,
  });

const bordersOf = ({ from, quarters, interval, timeZone }: Case, starts = startsOf) => {
  const to = from + quarters * QUARTER;
  return [...starts({ from, to }, interval, timeZone), to];
};

const LONGEST = { PT15M: QUARTER, PT30M: 2 * QUARTER, PT1H: HOUR, P1D: 36 * HOUR } as const;

describe('intervals', () => {
  it('tile the range, on quarters, none longer than its name', () => {
    fc.assert(
      fc.property(rangeCase(40), (given) => {
        const borders = bordersOf(given);
        expect(borders[0]).toBe(given.from);
        const odd = borders.slice(1).filter((until, index) => {
          const from = borders[index] ?? Number.NaN;
          return !(from % QUARTER === 0 && until > from && until - from <= LONGEST[given.interval]);
        });
        expect(odd).toEqual([]);
      }),
      { numRuns: 80 },
    );
  });

  it('are what a wall clock shows, quarter by quarter, labels and offsets too', () => {
    fc.assert(
      fc.property(rangeCase(9), (given) => {
        const { from, interval, timeZone } = given;
        const borders = bordersOf(given);
        const slow = intervalsSlowly(from, borders.at(-1) ?? from, interval, timeZone);
        expect(slow.map((one) => one.from)).toEqual(borders.slice(0, -1));
        expect(slow.map(({ label }) => label)).toEqual(slow.map((one) => labelOf(one.from, timeZone)));
      }),
      { numRuns: 80 },
    );
  });

  it('give every quarter its interval', () => {
    fc.assert(
      fc.property(rangeCase(9), (given) => {
        const borders = bordersOf(given);
        const range = { from: given.from, to: borders.at(-1) ?? given.from };
        const indexes = intervalOfQuarters(range, borders.slice(0, -1));
        expect(indexes).toHaveLength(given.quarters);
        const astray = [...indexes].filter((index, quarter) => {
          const at = given.from + quarter * QUARTER;
          const [start = Number.NaN, end = Number.NaN] = borders.slice(index, index + 2);
          return !(start <= at && at < end);
        });
        expect(astray).toEqual([]);
      }),
    );
  });

  it('are the same when the range is read in two parts that meet where an interval begins', () => {
    fc.assert(
      fc.property(rangeCase(20), fc.nat(), (given, pick) => {
        const borders = bordersOf(given);
        const cut = borders[pick % borders.length] ?? given.from;
        const { interval, timeZone, from } = given;
        const [to = from] = borders.slice(-1);
        expect([
          ...startsOf({ from, to: cut }, interval, timeZone),
          ...startsOf({ from: cut, to }, interval, timeZone),
          to,
        ]).toEqual(borders);
      }),
    );
  });

  /** Deliberately wrong: steps of UTC. */
  it('of a zone are not those of UTC', () => {
    const utc: typeof startsOf = (range, interval) => startsOf(range, interval, 'UTC');
    const found = fc.check(
      fc.property(rangeCase(9), (given) => {
        const slow = intervalsSlowly(given.from, given.from + given.quarters * QUARTER, given.interval, given.timeZone);
        return slow.length === bordersOf(given, utc).length - 1;
      }),
    );
    expect(found.failed).toBe(true);
  });
});

const day = (date: string, timeZone: string, interval: Interval) => {
  const around = { from: Date.parse(`${date}T00:00Z`) - 2 * DAY, to: Date.parse(`${date}T00:00Z`) + 3 * DAY };
  const starts = startsOf(around, interval, timeZone);
  const ofDay = starts.filter((start) => labelOf(start, timeZone).startsWith(date));
  const [first = 0] = ofDay;
  const [next = 0] = starts.filter((start) => start > (ofDay.at(-1) ?? 0));
  const odd = ofDay.filter((start, index) => (ofDay[index + 1] ?? next) - start !== LONGEST[interval]);
  return { count: ofDay.length, hours: (next - first) / HOUR, odd: odd.map((start) => labelOf(start, timeZone)) };
};

describe('a day on which the clocks change', () => {
  it.each([
    ['2026-03-29', 'Europe/Berlin', { count: 23, hours: 23, odd: [] }],
    ['2026-10-25', 'Europe/Berlin', { count: 25, hours: 25, odd: [] }],
    ['2026-10-04', 'Australia/Lord_Howe', { count: 24, hours: 23.5, odd: ['2026-10-04T02:30+11:00'] }],
    ['2026-04-05', 'Australia/Lord_Howe', { count: 25, hours: 24.5, odd: ['2026-04-05T01:30+10:30'] }],
    [
      '2026-04-05',
      'Pacific/Chatham',
      { count: 26, hours: 25, odd: ['2026-04-05T03:00+13:45', '2026-04-05T02:45+12:45'] },
    ],
  ] as const)('%s in %s, by the hour', (date, timeZone, expected) => {
    expect(day(date, timeZone, 'PT1H')).toEqual(expected);
  });

  it('in Casey, where they changed at a minute past midnight, keeps the old offset for that quarter', () => {
    const change = Date.parse('2020-10-03T16:01:00Z');
    const around = { from: change - 31 * 60_000, to: change + 29 * 60_000 };
    const labels = startsOf(around, 'PT15M', 'Antarctica/Casey').map((start) => labelOf(start, 'Antarctica/Casey'));
    expect(labels).toEqual([
      '2020-10-03T23:30+08:00',
      '2020-10-03T23:45+08:00',
      '2020-10-04T00:00+08:00',
      '2020-10-04T03:15+11:00',
    ]);
  });
});
