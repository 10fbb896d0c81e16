import { describe, expect, it } from 'vitest';
import { parseDuration } from '../../../shared/core/duration.ts';
import { DEFAULT_SILENCE_POLICY } from '../../../shared/silence/silence-policy.ts';
import { parseSilencePolicy, toSilencePolicyJson } from '../../../shared/silence/silence-policy-json.ts';

const hours = { timeZone: 'Europe/Berlin', weekly: { monday: ['08:00-18:00'] } };
const problemOf = (input: unknown) => {
  const parsed = parseSilencePolicy(input);
  return parsed.ok ? undefined : [parsed.problem.code, parsed.problem.field];
};
const normalised = (input: unknown) => {
  const parsed = parseSilencePolicy(input);
  return parsed.ok ? toSilencePolicyJson(parsed.policy) : undefined;
};

describe('a silence policy', () => {
  it('is a day of silence at any hour when nothing is said', () => {
    expect(parseSilencePolicy({})).toEqual({ ok: true, policy: DEFAULT_SILENCE_POLICY });
    expect(toSilencePolicyJson(DEFAULT_SILENCE_POLICY)).toEqual({ window: 'PT24H' });
  });

  it('is answered in one form: hours in order, overlaps merged, times in UTC', () => {
    expect(
      normalised({
        window: 'P1DT90M',
        activeHours: {
          timeZone: 'europe/berlin',
          weekly: { monday: ['12:00-18:00', '08:00-12:30', '22:00-02:00'], tuesday: [], friday: ['00:00-24:00'] },
          holidays: ['2026-12-26', '2026-12-25', '2026-12-26'],
        },
        pausedUntil: '2026-12-01T07:00:00+01:00',
      }),
    ).toEqual({
      window: 'PT25H30M',
      activeHours: {
        timeZone: 'Europe/Berlin',
        weekly: { monday: ['08:00-18:00', '22:00-02:00'], friday: ['00:00-24:00'] },
        holidays: ['2026-12-25', '2026-12-26'],
      },
      pausedUntil: '2026-12-01T06:00:00.000Z',
    });
  });

  it.each([[['00:00-20:00', '19:00-10:00']], [['01:00-13:00', '12:00-01:00']]])(
    'keeps %j apart, which make a day or more together',
    (monday) => {
      const weekly = { monday };
      expect(normalised({ activeHours: { timeZone: 'UTC', weekly } })?.activeHours?.weekly).toEqual(weekly);
    },
  );

  it.each([
    [undefined, 'missing', undefined],
    [[], 'wrong_type', undefined],
    [{ windw: 'PT1H' }, 'unknown_field', undefined],
    [{ window: 24 }, 'wrong_type', 'window'],
    [{ window: '24h' }, 'not_a_duration', 'window'],
    [{ window: 'PT14M59S' }, 'window_out_of_range', 'window'],
    [{ window: 'PT720H1S' }, 'window_out_of_range', 'window'],
    [{ window: 'P1M' }, 'not_a_duration', 'window'],
    [{ activeHours: { weekly: hours.weekly } }, 'missing', 'activeHours.timeZone'],
    [{ activeHours: { ...hours, timeZone: 'Mars/Base' } }, 'unknown_time_zone', 'activeHours.timeZone'],
    [{ activeHours: { ...hours, timeZone: '+01:00' } }, 'unknown_time_zone', 'activeHours.timeZone'],
    [{ activeHours: { ...hours, timeZone: 'x'.repeat(100_000) } }, 'unknown_time_zone', 'activeHours.timeZone'],
    [{ activeHours: { ...hours, weekly: { mondy: [] } } }, 'unknown_field', 'activeHours.weekly'],
    [{ activeHours: { ...hours, weekly: {} } }, 'no_active_hours', 'activeHours.weekly'],
    [{ activeHours: { ...hours, weekly: { monday: ['8-18'] } } }, 'not_a_range', 'activeHours.weekly.monday.0'],
    [{ activeHours: { ...hours, weekly: { monday: ['08:00-08:00'] } } }, 'not_a_range', 'activeHours.weekly.monday.0'],
    [{ activeHours: { ...hours, weekly: { monday: ['08:00-25:00'] } } }, 'not_a_range', 'activeHours.weekly.monday.0'],
    [
      { activeHours: { ...hours, weekly: { monday: Array(15).fill('08:00-09:00') } } },
      'too_many',
      'activeHours.weekly.monday',
    ],
    [{ activeHours: { ...hours, holidays: ['2026-02-30'] } }, 'not_a_date', 'activeHours.holidays.0'],
    [{ activeHours: { ...hours, holidays: Array(401).fill('2026-12-25') } }, 'too_many', 'activeHours.holidays'],
    [{ window: 'P30D', activeHours: hours }, 'window_out_of_reach', 'window'],
    [{ pausedUntil: 'tomorrow' }, 'not_rfc3339', 'pausedUntil'],
    [{ pausedUntil: '2100-01-01T00:00:00Z' }, 'time_out_of_range', 'pausedUntil'],
  ])('refuses %j', (input, code, field) => {
    expect(problemOf(input)).toEqual([code, field]);
  });
});

describe('a duration', () => {
  it.each([
    ['PT15M', 900_000],
    ['P1W', 604_800_000],
    ['P30D', 2_592_000_000],
    ['PT1H0M5S', 3_605_000],
    ['P1DT1H', 90_000_000],
  ])('reads %s', (text, ms) => expect(parseDuration(text)).toBe(ms));

  it.each(['', 'P', 'PT', 'P1DT', 'P1Y', '1D', 'PT1.5H', '-PT1H', 'PT1H ', 'pt1h'])('refuses "%s"', (text) =>
    expect(parseDuration(text)).toBeUndefined(),
  );
});
