import { describe, expect, it } from 'vitest';
import { type ClaimingHeartbeat, type Claims, claimsAfter, NO_CLAIMS } from '../../../shared/completeness/claims.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** An instant of one day. */
const at = (time: string): number => Date.parse(`2026-11-22T${time}:00Z`);

const beat = (time: string, aliveHours: number, more: Partial<ClaimingHeartbeat> = {}): ClaimingHeartbeat => ({
  receivedAt: at(time),
  account: 'acme',
  aliveForMs: aliveHours * HOUR,
  undeliveredForMs: 0,
  ...more,
});

/** Every heartbeat of which the counts had caught up when the next one came. */
const claimsOf = (...beats: readonly ClaimingHeartbeat[]): Claims =>
  beats.reduce((claims, one) => claimsAfter(claims, one, one.receivedAt - MINUTE), NO_CLAIMS);
const acme = (claims: Claims) => claims.accounts.get('acme');

describe('claims', () => {
  it('begin at the end of the hour of the first heartbeat', () => {
    const claims = claimsOf(beat('08:10', 100));
    expect(claims.completeFrom).toBe(at('09:00'));
    expect(acme(claims)).toEqual({
      until: at('09:00'),
      known: at('09:00'),
      heardAt: at('08:10'),
      heardSince: at('08:10'),
      gaps: [],
    });
  });

  it('begin an hour later where the first heartbeat comes with the hour', () => {
    expect(claimsOf(beat('08:00', 1)).completeFrom).toBe(at('09:00'));
  });

  it('wait with an hour until the counts have caught up with the heartbeat that claimed it', () => {
    const first = claimsOf(beat('08:10', 1), beat('10:05', 3));
    expect(acme(first)).toMatchObject({ until: at('09:00'), known: at('10:00'), next: { at: at('10:05') } });
    const early = claimsAfter(first, beat('10:35', 3.5), at('10:34'));
    expect(acme(early)).toMatchObject({ until: at('09:00') });
    const caughtUp = claimsAfter(first, beat('10:35', 3.5), at('10:35'));
    expect(acme(caughtUp)).toMatchObject({ until: at('10:00'), heardAt: at('10:35') });
    expect(acme(caughtUp)?.next).toBeUndefined();
  });

  it('promise nothing where nobody knows how far the counts are', () => {
    const claims = [beat('08:10', 1), beat('10:05', 3), beat('14:00', 7)].reduce(
      (so, one) => claimsAfter(so, one, undefined),
      NO_CLAIMS,
    );
    expect(acme(claims)).toMatchObject({ until: at('09:00'), known: at('13:00') });
  });

  it('leave two minutes for an event on its way', () => {
    expect(acme(claimsOf(beat('08:10', 1), beat('10:01', 3)))?.known).toBe(at('09:00'));
    expect(acme(claimsOf(beat('08:10', 1), beat('10:02', 3)))?.known).toBe(at('10:00'));
  });

  it('reach no further than what the app still holds', () => {
    const claims = claimsOf(beat('08:10', 1), beat('12:05', 5, { undeliveredForMs: 2 * HOUR }));
    expect(acme(claims)?.known).toBe(at('10:00'));
  });

  it('take no harm from a key that was dead while the outbox kept all: one life, no gap', () => {
    expect(acme(claimsOf(beat('08:10', 1), beat('09:05', 2), beat('15:10', 8)))).toMatchObject({
      known: at('15:00'),
      gaps: [],
    });
  });

  it('leave a gap between two lives: the hours that were touched by neither', () => {
    // Uninstalled from 09:10 to 15:00: the hours 09 to 15 are missing, 15 too, which was missed in part.
    const claims = claimsOf(beat('08:10', 1), beat('09:05', 2), beat('15:10', 0.1), beat('17:05', 2.01));
    expect(acme(claims)?.gaps).toEqual([{ from: at('09:00'), until: at('16:00') }]);
    expect(acme(claims)?.known).toBe(at('17:00'));
  });

  it('ignore a heartbeat that is late or doubled', () => {
    const claims = claimsOf(beat('08:10', 1), beat('12:05', 5));
    expect(claimsAfter(claims, beat('12:05', 5), at('12:00'))).toBe(claims);
    expect(claimsAfter(claims, beat('11:05', 0.1), at('12:00'))).toBe(claims);
  });

  it('of a second account begin in the hour in which it joins, and never before what the first decided', () => {
    const one = claimsOf(beat('08:10', 1), beat('10:05', 3), beat('10:50', 4));
    expect(claimsAfter(one, beat('11:20', 9, { account: 'emea' }), 0).accounts.get('emea')).toMatchObject({
      until: at('11:00'),
    });
    expect(claimsAfter(one, beat('09:20', 9, { account: 'emea' }), 0).accounts.get('emea')).toMatchObject({
      until: at('10:00'),
    });
    expect(one.completeFrom).toBe(at('09:00'));
  });

  it('of a fifth account are none', () => {
    const four = claimsOf(...['a', 'b', 'c', 'd'].map((account) => beat('08:10', 1, { account })));
    expect(claimsAfter(four, beat('08:20', 1, { account: 'e' }), 0)).toBe(four);
  });

  it('with four gaps wait for the monitor, and say the same again later', () => {
    // A new life in every second hour: each time the hours between are open.
    const lives = [10, 12, 14, 16, 18].map((hour) => beat(`${hour}:05`, 1.1));
    const full = claimsOf(beat('06:10', 1), ...lives);
    expect(acme(full)?.gaps).toHaveLength(4);
    expect(acme(full)?.known).toBe(at('16:00'));
    expect(acme(full)?.heardAt).toBe(at('18:05'));
    const account = acme(full);
    const moved: Claims = { ...full, accounts: new Map(account && [['acme', { ...account, gaps: [] }]]) };
    expect(acme(claimsAfter(moved, beat('18:15', 1.3), at('18:10')))?.gaps).toEqual([
      { from: at('16:00'), until: at('17:00') },
    ]);
  });
});
