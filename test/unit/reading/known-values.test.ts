import { describe, expect, it } from 'vitest';
import type { HourVerdict } from '../../../shared/completeness/hour-state.ts';
import { intervalVerdicts, withArrivalsBound } from '../../../shared/reading/interval-states.ts';
import { finalOnly, toKnownPage } from '../../../shared/reading/known-values.ts';

const HOUR = 60 * 60_000;
const at = (time: string): number => Date.parse(`2026-11-22T${time}:00Z`);

const FINAL: HourVerdict = { state: 'final', basis: 'claims' };
const OPEN: HourVerdict = { state: 'provisional' };
const UNKNOWN: HourVerdict = { state: 'unknown' };

const page = {
  from: at('08:00'),
  to: at('11:00'),
  starts: [at('08:00'), at('09:00'), at('10:00')],
  series: [{ queue: 'Sales', counted: [2, 0, 5] }],
};

describe('known values', () => {
  it('are null where nothing can be known, and a zero is a zero', () => {
    expect(toKnownPage(page, [FINAL, FINAL, UNKNOWN]).series).toEqual([
      { queue: 'Sales', counted: [2, 0, 5], values: [2, 0, null], total: null },
    ]);
    expect(toKnownPage(page, [FINAL, FINAL, OPEN]).series[0]).toMatchObject({ values: [2, 0, 5], total: 7 });
  });

  it('of final intervals alone leave out the rest, in every column', () => {
    expect(finalOnly(toKnownPage(page, [FINAL, UNKNOWN, FINAL]))).toMatchObject({
      starts: [at('08:00'), at('10:00')],
      verdicts: [FINAL, FINAL],
      series: [{ queue: 'Sales', counted: [2, 5], values: [2, 5], total: 7 }],
    });
  });
});

describe('the state of an interval', () => {
  const verdictOf = (hour: number): HourVerdict =>
    hour < at('09:00') ? FINAL : hour < at('10:00') ? UNKNOWN : hour < at('11:00') ? OPEN : FINAL;

  it('is that of its worst hour', () => {
    const states = intervalVerdicts([at('08:00'), at('08:30'), at('09:30'), at('10:30')], at('12:00'), verdictOf);
    expect(states).toEqual([FINAL, UNKNOWN, UNKNOWN, OPEN]);
  });

  it('rests on the report where one of its hours does', () => {
    const mixed = (hour: number): HourVerdict => ({ state: 'final', basis: hour < at('09:00') ? 'report' : 'claims' });
    expect(intervalVerdicts([at('08:00')], at('10:00'), mixed)).toEqual([{ state: 'final', basis: 'report' }]);
  });

  it('of arrivals stays provisional until the chats that began there have ended, and unknown is unknown', () => {
    const bounded = withArrivalsBound(verdictOf, at('08:00'));
    expect(bounded(at('08:00') - HOUR)).toEqual(FINAL);
    expect(bounded(at('08:00'))).toEqual(OPEN);
    expect(bounded(at('09:00'))).toEqual(UNKNOWN);
  });
});
