import { describe, expect, it } from 'vitest';
import {
  activeTimeBetween,
  DEFAULT_SILENCE_POLICY,
  deadlineAfter,
  type SilencePolicy,
} from '../../../shared/silence/silence-policy.ts';
import { parseSilencePolicy } from '../../../shared/silence/silence-policy-json.ts';

const at = (text: string): number => Date.parse(text);

const policyOf = (window: string, activeHours?: unknown): SilencePolicy => {
  const parsed = parseSilencePolicy({ window, ...(activeHours !== undefined && { activeHours }) });
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.policy;
};

const every = (...ranges: string[]) =>
  Object.fromEntries(
    ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day) => [day, ranges]),
  );

const minutesBetween = (from: string, until: string, activeHours: unknown): number =>
  activeTimeBetween(at(from), at(until), policyOf('PT15M', activeHours)) / 60_000;

describe('the deadline', () => {
  it('is a day and five minutes after the last chat event by default', () => {
    expect(deadlineAfter(at('2026-11-20T10:00:00Z'), DEFAULT_SILENCE_POLICY)).toBe(at('2026-11-21T10:05:00Z'));
  });

  it('waits over the weekend of a shop that closes', () => {
    const weekly = { friday: ['08:00-18:00'], monday: ['08:00-18:00'] };
    const policy = policyOf('PT4H', { timeZone: 'Europe/Berlin', weekly });
    // Friday 16:00 local; two hours are left, and two more and the grace on Monday from 08:00.
    expect(deadlineAfter(at('2026-11-20T15:00:00Z'), policy)).toBe(at('2026-11-23T09:05:00Z'));
  });

  it('takes its grace from active time too, so that it never falls into the night', () => {
    const policy = policyOf('PT1H', { timeZone: 'UTC', weekly: every('08:00-18:00') });
    expect(deadlineAfter(at('2026-11-20T17:00:00Z'), policy)).toBe(at('2026-11-21T08:05:00Z'));
  });

  it('does not wait for ever when hours were put together past the parser', () => {
    const none = { monday: [], tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] };
    const policy = { windowMs: 900_000, activeHours: { timeZone: 'UTC', weekly: none, holidays: new Set<number>() } };
    const start = at('2026-11-20T10:00:00Z');
    expect(deadlineAfter(start, policy)).toBe(start + 500 * 7 * 86_400_000);
  });

  it('is found behind 400 holidays in a row', () => {
    const holidays = Array.from({ length: 400 }, (_, day) =>
      new Date(at('2026-01-01T00:00:00Z') + day * 86_400_000).toISOString().slice(0, 10),
    );
    const policy = policyOf('PT1H', { timeZone: 'UTC', weekly: every('08:00-18:00'), holidays });
    expect(deadlineAfter(at('2025-12-31T20:00:00Z'), policy)).toBe(at('2027-02-05T09:05:00Z'));
  });
});

describe('active time', () => {
  it('skips an hour that the clock skips', () => {
    const hours = { timeZone: 'Europe/Berlin', weekly: { sunday: ['01:00-04:00'] } };
    expect(minutesBetween('2026-03-28T12:00:00Z', '2026-03-29T12:00:00Z', hours)).toBe(120);
  });

  it('counts an hour twice that the clock shows twice', () => {
    const hours = { timeZone: 'Europe/Berlin', weekly: { sunday: ['02:00-03:00'] } };
    expect(minutesBetween('2026-10-24T12:00:00Z', '2026-10-25T12:00:00Z', hours)).toBe(120);
  });

  it('knows clocks that change by half an hour', () => {
    const hours = { timeZone: 'Australia/Lord_Howe', weekly: { sunday: ['01:00-03:00'] } };
    expect(minutesBetween('2026-04-04T00:00:00Z', '2026-04-05T12:00:00Z', hours)).toBe(150);
    expect(minutesBetween('2026-10-03T00:00:00Z', '2026-10-04T12:00:00Z', hours)).toBe(90);
  });

  it('knows a Friday that never was', () => {
    const hours = { timeZone: 'Pacific/Apia', weekly: { friday: ['08:00-18:00'], saturday: ['08:00-09:00'] } };
    expect(minutesBetween('2011-12-29T00:00:00Z', '2011-12-31T12:00:00Z', hours)).toBe(60);
  });

  it('knows offsets to the second', () => {
    // Liberia was 44 minutes and 30 seconds behind until 7 January 1972.
    const hours = { timeZone: 'Africa/Monrovia', weekly: { tuesday: ['00:00-01:00'] } };
    const policy = policyOf('PT15M', hours);
    expect(activeTimeBetween(at('1972-01-04T00:44:29Z'), at('1972-01-04T00:45:00Z'), policy)).toBe(30_000);
  });

  it('gives a range past midnight to the weekday on which it starts', () => {
    const hours = { timeZone: 'UTC', weekly: { friday: ['22:00-02:00'] } };
    expect(minutesBetween('2026-11-20T00:00:00Z', '2026-11-21T12:00:00Z', hours)).toBe(240);
    expect(minutesBetween('2026-11-19T00:00:00Z', '2026-11-20T12:00:00Z', hours)).toBe(0);
  });

  it('loses the night that starts on a holiday and keeps the one before', () => {
    const hours = { timeZone: 'UTC', weekly: every('22:00-02:00'), holidays: ['2026-12-25'] };
    expect(minutesBetween('2026-12-25T00:00:00Z', '2026-12-25T12:00:00Z', hours)).toBe(120);
    expect(minutesBetween('2026-12-25T12:00:00Z', '2026-12-26T12:00:00Z', hours)).toBe(0);
  });

  it('counts once where ranges overlap, also over midnight', () => {
    const hours = { timeZone: 'UTC', weekly: { monday: ['20:00-04:00'], tuesday: ['02:00-06:00', '05:00-07:00'] } };
    expect(minutesBetween('2026-11-23T00:00:00Z', '2026-11-25T00:00:00Z', hours)).toBe(11 * 60);
  });
});
