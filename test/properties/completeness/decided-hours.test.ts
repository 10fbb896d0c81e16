import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ClaimingHeartbeat,
  type Claims,
  claimsAfter,
  MAX_GAPS,
  NO_CLAIMS,
} from '../../../shared/completeness/claims.ts';
import { type Hole, takeGaps } from '../../../shared/completeness/hole.ts';
import {
  type Completeness,
  completeUntilOf,
  createHourVerdict,
  type HourState,
} from '../../../shared/completeness/hour-state.ts';

/**
 * Law 2 of completeness: `completeUntil` never falls, a final hour stays final, and what is decided is final or in a
 * hole, whatever heartbeats come, in whatever order, and however seldom the monitor runs.
 */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 10, 1);

type Step =
  | { readonly kind: 'beat'; readonly account: string; readonly aliveFor: number; readonly undeliveredFor: number }
  | { readonly kind: 'late'; readonly account: string; readonly lateBy: number; readonly aliveFor: number }
  | { readonly kind: 'watch' }
  | { readonly kind: 'silence'; readonly hours: number };

const minutes = (max: number) => fc.integer({ min: 0, max }).map((count) => count * MINUTE);
const account = fc.constantFrom('acme', 'acme', 'acme', 'emea', 'apac', 'four', 'five');

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('beat' as const),
      account,
      aliveFor: minutes(600),
      undeliveredFor: fc.oneof(fc.constant(0), minutes(300)),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('late' as const),
      account,
      lateBy: minutes(600),
      aliveFor: minutes(600),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'watch' as const }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 400 }).map((hours) => ({ kind: 'silence' as const, hours })) },
);

/** One account whose app is born anew before almost every heartbeat, while the monitor is asleep. */
const rebirth = fc.record({
  kind: fc.constant('beat' as const),
  account: fc.constant('acme'),
  aliveFor: fc.integer({ min: 61, max: 150 }).map((count) => count * MINUTE),
  undeliveredFor: fc.constant(0),
});

const history: fc.Arbitrary<(readonly [Step, number])[]> = fc.oneof(
  fc.array(fc.tuple(step, minutes(200)), { maxLength: 60 }),
  fc.array(fc.tuple(rebirth, minutes(300)), { maxLength: 20 }),
);

type Rules = {
  readonly claimsAfter: typeof claimsAfter;
  readonly stateOf: (given: Completeness, now: number, hour: number) => HourState;
};

const RULES: Rules = {
  claimsAfter,
  stateOf: (given, now, hour) => createHourVerdict(given, now)(hour).state,
};

const toHeartbeat = (one: Step & { readonly kind: 'beat' | 'late' }, now: number): ClaimingHeartbeat =>
  one.kind === 'beat'
    ? { receivedAt: now, account: one.account, aliveForMs: one.aliveFor, undeliveredForMs: one.undeliveredFor }
    : { receivedAt: now - one.lateBy, account: one.account, aliveForMs: one.aliveFor, undeliveredForMs: 0 };

/** What went wrong, in words; empty when the law holds. */
const faultsOf = (steps: readonly (readonly [Step, number])[], rules: Rules): readonly string[] => {
  const faults: string[] = [];
  const wasFinal = new Set<number>();
  let now = START;
  let claims: Claims = NO_CLAIMS;
  const holes: Hole[] = [];
  let completeUntil = Number.NEGATIVE_INFINITY;
  for (const [one, pause] of steps) {
    now += pause;
    if (one.kind === 'silence') now += one.hours * HOUR;
    else if (one.kind === 'watch') {
      const taken = takeGaps(claims, now);
      claims = taken.claims;
      holes.push(...taken.gaps.map((gap) => ({ ...gap, cause: 'app_silent', recovery: 'none' }) as const));
    } else claims = rules.claimsAfter(claims, toHeartbeat(one, now), now - 20 * MINUTE);
    const until = completeUntilOf(claims) ?? Number.NEGATIVE_INFINITY;
    if (until < completeUntil) faults.push('completeUntil fell');
    completeUntil = Math.max(completeUntil, until);
    for (let hour = claims.completeFrom ?? now; hour < now; hour += HOUR) {
      const state = rules.stateOf({ claims, holes }, now, hour);
      if (state === 'final') wasFinal.add(hour);
      else if (wasFinal.has(hour)) faults.push('a final hour is final no more');
      else if (state === 'provisional' && hour < completeUntil) faults.push('a decided hour is provisional');
    }
  }
  return faults;
};

describe('decided hours', () => {
  it('stay decided', () => {
    fc.assert(
      fc.property(history, (steps) => {
        expect(faultsOf(steps, RULES)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  /** Deliberately wrong: a fifth gap widens the last one, over hours that are decided. */
  const widening: typeof claimsAfter = (claims, heartbeat, caughtUpTo) => {
    const after = claimsAfter(claims, heartbeat, caughtUpTo);
    const account = after.accounts.get(heartbeat.account);
    if (after === claims || account === undefined || account.gaps.length < MAX_GAPS) return after;
    const from = Math.ceil((heartbeat.receivedAt - heartbeat.aliveForMs) / HOUR) * HOUR;
    const until = Math.floor((heartbeat.receivedAt - heartbeat.undeliveredForMs - 2 * MINUTE) / HOUR) * HOUR;
    const last = account.gaps.at(-1);
    if (last === undefined || until <= from || from <= account.known) return after;
    const gaps = [...account.gaps.slice(0, -1), { from: last.from, until: from }];
    return {
      ...after,
      accounts: new Map([...after.accounts, [heartbeat.account, { ...account, gaps, known: until }]]),
    };
  };

  /** Deliberately wrong: an hour is final an hour after its end, whatever was claimed. */
  const byTheClock: Rules['stateOf'] = ({ claims, holes }, now, hour) => {
    const { state } = createHourVerdict({ claims, holes }, now)(hour);
    return state === 'provisional' && now >= hour + 2 * HOUR ? 'final' : state;
  };

  /** Deliberately wrong: a second account begins with its own life, behind what the first decided. */
  const joiningBehind: typeof claimsAfter = (claims, heartbeat, caughtUpTo) => {
    const after = claimsAfter(claims, heartbeat, caughtUpTo);
    const joined = after.accounts.get(heartbeat.account);
    if (joined === undefined || claims.accounts.size === 0 || claims.accounts.has(heartbeat.account)) return after;
    const until = Math.floor((heartbeat.receivedAt - heartbeat.aliveForMs) / HOUR) * HOUR;
    return {
      ...after,
      accounts: new Map([...after.accounts, [heartbeat.account, { ...joined, until, known: until }]]),
    };
  };

  it.each([
    ['a fifth gap that widens the last', { ...RULES, claimsAfter: widening }, 'a final hour is final no more'],
    ['hours settled by the clock', { ...RULES, stateOf: byTheClock }, 'a final hour is final no more'],
    ['a second account behind the first', { ...RULES, claimsAfter: joiningBehind }, 'completeUntil fell'],
  ])('are taken back by %s', (_, rules, fault) => {
    const found = fc.check(
      fc.property(history, (steps) => !faultsOf(steps, rules).includes(fault)),
      { numRuns: 2_000 },
    );
    expect(found.failed).toBe(true);
  });
});
