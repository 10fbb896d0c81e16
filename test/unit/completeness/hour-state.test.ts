import { describe, expect, it } from 'vitest';
import { caughtUpAfter } from '../../../shared/completeness/caught-up.ts';
import { type AccountClaims, type Claims, NO_CLAIMS } from '../../../shared/completeness/claims.ts';
import { type Hole, takeGaps } from '../../../shared/completeness/hole.ts';
import {
  arrivalsCompleteUntilOf,
  completeUntilOf,
  createHourVerdict,
} from '../../../shared/completeness/hour-state.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const at = (time: string): number => Date.parse(`2026-11-22T${time}:00Z`);

const account = (more: Partial<AccountClaims> = {}): AccountClaims => ({
  until: at('12:00'),
  known: at('13:00'),
  heardAt: at('13:05'),
  gaps: [],
  ...more,
});
const claims = (...accounts: readonly AccountClaims[]): Claims => ({
  completeFrom: at('06:00'),
  accounts: new Map(accounts.map((one, index) => [`account-${index}`, one])),
});
const hole = (from: string, until: string, more: Partial<Hole> = {}): Hole => ({
  account: 'account-0',
  from: at(from),
  until: at(until),
  cause: 'app_silent',
  recovery: 'none',
  ...more,
});

const stateOf = (time: string, given: Claims, holes: readonly Hole[] = [], now = at('13:10')) =>
  createHourVerdict({ claims: given, holes }, now)(at(time));

describe('an hour', () => {
  it.each([
    ['is final when every account decided it', '11:00', claims(account()), { state: 'final', basis: 'claims' }],
    ['is provisional while it may still fill', '12:00', claims(account()), { state: 'provisional' }],
    ['is provisional before the first promise', '05:00', claims(account()), { state: 'provisional' }],
    ['is provisional where nobody claims', '11:00', NO_CLAIMS, { state: 'provisional' }],
    [
      'waits for the slowest account',
      '11:00',
      claims(account(), account({ until: at('11:00') })),
      { state: 'provisional' },
    ],
    [
      'is unknown in a gap that is not stored yet',
      '11:00',
      claims(account({ gaps: [{ from: at('10:00'), until: at('12:00') }] })),
      { state: 'unknown' },
    ],
  ] as const)('%s', (_, time, given, expected) => {
    expect(stateOf(time, given)).toEqual(expected);
  });

  it('is unknown in a hole, from its first to its last hour', () => {
    const holes = [hole('08:00', '10:00')];
    const states = ['07:00', '08:00', '09:00', '10:00'].map((time) => stateOf(time, claims(account()), holes).state);
    expect(states).toEqual(['final', 'unknown', 'unknown', 'final']);
  });

  it('is final by the report in a hole that was filled, and still unknown where another hole is open', () => {
    const filled = hole('08:00', '10:00', { recovery: 'recovered' });
    expect(stateOf('08:00', claims(account()), [filled])).toEqual({ state: 'final', basis: 'report' });
    expect(stateOf('09:00', claims(account()), [filled, hole('09:00', '10:00')])).toEqual({ state: 'unknown' });
  });

  it('is unknown when nobody spoke for it two hours and five minutes after its end', () => {
    const end = at('13:00');
    expect(stateOf('12:00', claims(account()), [], end + 125 * MINUTE - 1)).toEqual({ state: 'provisional' });
    expect(stateOf('12:00', claims(account()), [], end + 125 * MINUTE)).toEqual({ state: 'unknown' });
  });

  it('is promised nothing any more when the app has been gone for two weeks', () => {
    const later = at('13:00') + 30 * DAY;
    const lastUnknown = createHourVerdict({ claims: claims(account()), holes: [] }, later);
    expect(lastUnknown(at('12:00') + 14 * DAY)).toEqual({ state: 'unknown' });
    expect(lastUnknown(at('13:00') + 14 * DAY)).toEqual({ state: 'provisional' });
  });
});

describe('the bounds', () => {
  it('are those of the slowest account; arrivals come a week later', () => {
    const given = claims(account(), account({ until: at('10:00') }));
    expect(completeUntilOf(given)).toBe(at('10:00'));
    expect(arrivalsCompleteUntilOf(given)).toBe(at('10:00') - 7 * DAY);
    expect(completeUntilOf(NO_CLAIMS)).toBeUndefined();
    expect(arrivalsCompleteUntilOf(NO_CLAIMS)).toBeUndefined();
  });
});

describe('gaps that become holes', () => {
  it('leave the claims, which stay as they are otherwise', () => {
    const before = claims(account({ gaps: [{ from: at('08:00'), until: at('09:00') }] }));
    expect(takeGaps(before, at('13:10'))).toEqual({
      claims: claims(account()),
      gaps: [{ account: 'account-0', from: at('08:00'), until: at('09:00') }],
    });
  });

  it('are none where there is nothing to do', () => {
    const before = claims(account());
    expect(takeGaps(before, at('13:10'))).toEqual({ claims: before, gaps: [] });
  });

  it('take along the undecided hours of an account that was silent for 14 days, but never the last account', () => {
    const gone = account({ until: at('09:00'), gaps: [{ from: at('07:00'), until: at('08:00') }] });
    const now = at('13:05') + 14 * DAY + 1;
    const { claims: left, gaps } = takeGaps(claims(gone, account({ heardAt: now - 5 * MINUTE })), now);
    expect([...left.accounts.keys()]).toEqual(['account-1']);
    expect(gaps).toEqual([
      { account: 'account-0', from: at('07:00'), until: at('08:00') },
      { account: 'account-0', from: at('09:00'), until: at('14:00') + 14 * DAY },
    ]);
    expect(takeGaps(claims(gone), now).claims.accounts.size).toBe(1);
    expect([...takeGaps(claims(gone, account({ heardAt: at('12:00') })), now).claims.accounts.keys()]).toEqual([
      'account-0',
    ]);
  });

  it('that lie in the undecided hours of a leaving account are part of these', () => {
    const gone = account({ until: at('09:00'), gaps: [{ from: at('09:00'), until: at('11:00') }] });
    const now = at('13:05') + 20 * DAY;
    expect(takeGaps(claims(gone, account({ heardAt: now })), now).gaps).toHaveLength(1);
  });
});

describe('how far the counts have caught up', () => {
  const signs = {
    probeSentAt: at('12:00'),
    iterator: { at: at('12:10'), ageMs: 0 },
    queue: { at: at('12:10'), ageMs: 0 },
  };

  it.each([
    ['the newest probe', signs, '12:00'],
    ['the oldest record of the stream', { ...signs, iterator: { at: at('12:10'), ageMs: 20 * MINUTE } }, '11:50'],
    ['the oldest message in the queue', { ...signs, queue: { at: at('12:10'), ageMs: 30 * MINUTE } }, '11:40'],
  ])('is bounded by %s', (_, given, expected) => {
    expect(caughtUpAfter(undefined, given)).toBe(at(expected));
  });

  it('never goes back, and a sign that is missing raises nothing', () => {
    expect(caughtUpAfter(at('12:05'), signs)).toBe(at('12:05'));
    for (const missing of ['probeSentAt', 'iterator', 'queue'] as const) {
      const { [missing]: _, ...rest } = signs;
      expect(caughtUpAfter(at('11:00'), rest)).toBe(at('11:00'));
      expect(caughtUpAfter(undefined, rest)).toBeUndefined();
    }
  });
});
