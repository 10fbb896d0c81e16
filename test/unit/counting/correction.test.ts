import { describe, expect, it } from 'vitest';
import { isCorrection } from '../../../shared/counting/correction.ts';

const HOUR = '2026-11-22T09:00:00Z';
const END = Date.parse('2026-11-22T10:00:00Z');
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

describe('a change of a count', () => {
  it.each([
    ['of contacts while the hour fills', { contacts: 1 }, { contacts: 2 }, END, false],
    ['of contacts just before the margin', { contacts: 1 }, { contacts: 2 }, END + 25 * MINUTE_MS - 1, false],
    [
      'of contacts, five minutes before the hour may be final',
      { contacts: 1 },
      { contacts: 2 },
      END + 25 * MINUTE_MS,
      true,
    ],
    ['of a quarter alone', { contacts00: 1 }, { contacts15: 1 }, END + DAY_MS, true],
    ['of a count that was not there', {}, { contacts: 1 }, END + DAY_MS, true],
    ['back to nothing', { contacts: 1 }, {}, END + DAY_MS, true],
    ['of a mark alone', { contacts: 1, arrivals: 0 }, { contacts: 1 }, END + 30 * DAY_MS, false],
    ['of arrivals within the week', { arrivals: 1 }, { arrivals: 2 }, END + 7 * DAY_MS - 5 * MINUTE_MS - 1, false],
    [
      'of arrivals, five minutes before they may be final',
      { arrivals: 1 },
      { arrivals: 2 },
      END + 7 * DAY_MS - 5 * MINUTE_MS,
      true,
    ],
  ] as const)('%s: %j → %j', (_, before, after, now, expected) => {
    expect(isCorrection(HOUR, before, after, now)).toBe(expected);
  });
});
