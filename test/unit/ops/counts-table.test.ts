import { expect, it } from 'vitest';
import { formatContactCounts } from '../../../ops/counts-table.ts';

const at = (time: string): number => Date.parse(`2026-11-22T${time}:00Z`);

it('shows zeros as zeros, what cannot be known as ?, and why', () => {
  const page = {
    from: at('08:00'),
    to: at('11:00'),
    starts: [at('08:00'), at('09:00'), at('10:00')],
    verdicts: [{ state: 'final', basis: 'claims' }, { state: 'unknown' }, { state: 'provisional' }],
    series: [{ queue: 'Sales', counted: [0, 1, 3], values: [0, null, 3], total: null }],
  } as const;
  const holes = [{ from: at('09:00'), until: at('10:00'), cause: 'app_silent', recovery: 'none' }] as const;
  const text = formatContactCounts(
    { page, holes, completeFrom: at('06:00'), completeUntil: at('10:00') },
    'Europe/Berlin',
  );
  expect(text.split('\n')).toEqual([
    '         Europe/Berlin  Sales',
    '2026-11-22T09:00+01:00      0',
    '2026-11-22T10:00+01:00      ?',
    '2026-11-22T11:00+01:00     ~3',
    '                 total      ?',
    '',
    'Complete from 2026-11-22T06:00:00.000Z until 2026-11-22T10:00:00.000Z. ? chats may be missing; ~ may still change.',
    'Hole from 2026-11-22T09:00:00.000Z until 2026-11-22T10:00:00.000Z: app_silent, recovery: none.',
  ]);
});
