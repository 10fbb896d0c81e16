import { describe, expect, it } from 'vitest';
import { parseRetryAfter } from '../../../shared/integrations/freshchat/retry-after.ts';

const NOW = Date.UTC(2026, 10, 22, 9, 14, 3, 500);

describe('parseRetryAfter', () => {
  it.each([
    ['seconds', '30', 30],
    ['seconds with blanks around', ' 30 ', 30],
    ['no seconds', '0', 0],
    ['more than a day as a day', '999999', 86_400],
    ['a date, rounded up', 'Sun, 22 Nov 2026 09:15:03 GMT', 60],
    ['a date in the past as now', 'Sun, 22 Nov 2026 09:00:00 GMT', 0],
    ['a date far away as a day', 'Tue, 22 Nov 2039 09:00:00 GMT', 86_400],
  ])('reads %s', (_, header, seconds) => {
    expect(parseRetryAfter(header, NOW)).toBe(seconds);
  });

  it.each([
    ['nothing', undefined],
    ['an empty header', ''],
    ['a negative number', '-1'],
    ['a fraction', '1.5'],
    ['an exponent', '1e3'],
    ['a number beyond reason', '9'.repeat(40)],
    ['an ISO date', '2026-11-22T09:15:03Z'],
    ['a date that is none', 'Sun, 99 Nov 2026 09:15:03 GMT'],
    ['words', 'soon'],
  ])('ignores %s', (_, header) => {
    expect(parseRetryAfter(header, NOW)).toBeUndefined();
  });
});
