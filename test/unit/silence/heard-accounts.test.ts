import { describe, expect, it } from 'vitest';
import { type Claims, claimsAfter, NO_CLAIMS } from '../../../shared/completeness/claims.ts';
import { accountsTogether, heardAccountsIn } from '../../../shared/silence/heard-accounts.ts';
import { MINUTE_MS, NOW } from '../../support/events.ts';

const HOUR_MS = 60 * MINUTE_MS;

type Beats = { readonly account: string; readonly from: number; readonly until: number; readonly every?: number };

/** The claims after all heartbeats, each ten minutes. */
const after = (...histories: readonly Beats[]): Claims =>
  histories
    .flatMap(({ account, from, until, every = 10 * MINUTE_MS }) =>
      Array.from({ length: Math.floor((until - from) / every) + 1 }, (_, index) => ({
        account,
        receivedAt: from + index * every,
        aliveForMs: 0,
        undeliveredForMs: 0,
      })),
    )
    .toSorted((a, b) => a.receivedAt - b.receivedAt)
    .reduce((claims, heartbeat) => claimsAfter(claims, heartbeat, undefined), NO_CLAIMS);

const togetherAt = (now: number, ...histories: readonly Beats[]) =>
  accountsTogether(heardAccountsIn(after(...histories)), now);

const DAY = NOW + 24 * HOUR_MS;
const acme = { account: 'acme', from: NOW, until: DAY };

describe('two Freshchat accounts on one key', () => {
  it('are told of by name, since the second one came', () => {
    const emea = { account: 'emea', from: NOW + 3 * HOUR_MS, until: DAY };
    expect(togetherAt(DAY, acme, emea)).toEqual({ accounts: ['acme', 'emea'], since: NOW + 3 * HOUR_MS });
  });

  it('are also found when each sends once an hour', () => {
    const hourly = { every: HOUR_MS };
    const emea = { account: 'emea', from: NOW + 30 * MINUTE_MS, until: DAY - 30 * MINUTE_MS, ...hourly };
    expect(togetherAt(DAY, { ...acme, ...hourly }, emea)?.since).toBe(NOW + 30 * MINUTE_MS);
  });

  it('are not one that replaced the other, within the hour or after a pause', () => {
    for (const gap of [-50 * MINUTE_MS, 0, 5 * HOUR_MS]) {
      const moved = { account: 'emea', from: NOW + 5 * HOUR_MS + gap, until: DAY };
      const left = { account: 'acme', from: NOW, until: NOW + 5 * HOUR_MS };
      for (let now = moved.from; now <= DAY; now += 10 * MINUTE_MS) {
        expect(
          togetherAt(now, { ...left, until: Math.min(left.until, now) }, { ...moved, until: now }),
        ).toBeUndefined();
      }
    }
  });

  it('are no longer told of two hours after one of them left', () => {
    const emea = { account: 'emea', from: NOW, until: NOW + 5 * HOUR_MS };
    expect(togetherAt(emea.until + 2 * HOUR_MS, { ...acme, until: emea.until + 2 * HOUR_MS }, emea)).toBeDefined();
    const later = emea.until + 2 * HOUR_MS + 10 * MINUTE_MS;
    expect(togetherAt(later, { ...acme, until: later }, emea)).toBeUndefined();
  });

  it('are told of since the second came back, not since it was there for the first time', () => {
    const before = { account: 'emea', from: NOW, until: NOW + HOUR_MS };
    const again = { account: 'emea', from: NOW + 10 * HOUR_MS, until: DAY };
    expect(togetherAt(DAY, acme, before, again)?.since).toBe(again.from);
  });

  it('are two of three, when the third one replaces one of them', () => {
    const emea = { account: 'emea', from: NOW, until: DAY };
    const apac = { account: 'apac', from: DAY, until: DAY };
    expect(togetherAt(DAY, acme, emea, apac)?.accounts).toEqual(['acme', 'emea']);
  });

  it('are none where one account sends', () => {
    expect(togetherAt(DAY, acme)).toBeUndefined();
    expect(accountsTogether([], DAY)).toBeUndefined();
  });
});
