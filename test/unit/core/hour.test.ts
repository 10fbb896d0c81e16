import { describe, expect, it } from 'vitest';
import { hourOf, quarterOf } from '../../../shared/core/hour.ts';

describe('hours and quarters', () => {
  it.each([
    ['2026-11-22T09:00:00.000Z', '2026-11-22T09:00:00Z', '00'],
    ['2026-11-22T09:14:59.999Z', '2026-11-22T09:00:00Z', '00'],
    ['2026-11-22T09:15:00.000Z', '2026-11-22T09:00:00Z', '15'],
    ['2026-11-22T09:29:59.999Z', '2026-11-22T09:00:00Z', '15'],
    ['2026-11-22T09:30:00.000Z', '2026-11-22T09:00:00Z', '30'],
    ['2026-11-22T09:45:00.000Z', '2026-11-22T09:00:00Z', '45'],
    ['2026-11-22T09:59:59.999Z', '2026-11-22T09:00:00Z', '45'],
    ['2026-12-31T23:59:59.999Z', '2026-12-31T23:00:00Z', '45'],
    ['2024-02-29T00:00:00.000Z', '2024-02-29T00:00:00Z', '00'],
  ])('%s lies in %s, quarter %s', (text, hour, quarter) => {
    expect(hourOf(Date.parse(text))).toBe(hour);
    expect(quarterOf(Date.parse(text))).toBe(quarter);
  });

  it('names hours so that they sort as text', () => {
    const hours = ['2015-01-01T00:00:00Z', '2026-11-22T09:59:00Z', '2026-11-22T10:00:00Z', '2027-01-01T00:00:00Z'];
    const names = hours.map((text) => hourOf(Date.parse(text)));
    expect(names.toSorted()).toEqual(names);
  });
});
