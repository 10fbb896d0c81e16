/** Weeks in which much happens at once: who is well hears nothing, and every planted outage is found as if alone. */

import { describe, expect, it } from 'vitest';
import { changedShops, closedShops, HARD_START, HARD_WEEKS, hostileNeighbours } from '../support/hard-times.ts';
import type { Shop } from '../support/shop-year.ts';
import { playYear } from '../support/year-player.ts';
import { type Expected, expectedOf, mistakesIn } from '../support/year-verdict.ts';

const WEEK = 7 * 24 * 60 * 60_000;

/** Five weeks with Christmas here, and a year in `npm run prove`. */
const WEEKS = process.env['PROVE'] ? 52 : HARD_WEEKS;

const mistakesOf = async (shops: readonly Shop[], expected: readonly Expected[], weeks = WEEKS) => {
  const end = HARD_START + weeks * WEEK;
  const { told, errors } = await playYear({ shops, start: HARD_START, end });
  expect(errors).toEqual([]);
  return mistakesIn(told, expected, end);
};

describe('weekends and Christmas', { timeout: 300_000 }, () => {
  it('mute nobody while heartbeats arrive: a closed shop is told of as closed, a dead app as dead', async () => {
    const shops = closedShops(WEEKS);
    expect(await mistakesOf(shops, expectedOf(shops))).toEqual([]);
  });

  it('are no proof for a monitor that does not hear heartbeats', async () => {
    const shops = closedShops(HARD_WEEKS);
    const deaf = shops.map((shop) => ({ ...shop, events: shop.events.filter(({ kind }) => kind !== 'heartbeat') }));
    const mistakes = await mistakesOf(deaf, expectedOf(shops), HARD_WEEKS);
    expect(mistakes.some((one) => one.includes('"platform"'))).toBe(true);
  });
});

describe('five integrations that fall silent together beside ten victims', { timeout: 300_000 }, () => {
  it('mute nobody, as they belong to one account', async () => {
    const shops = hostileNeighbours(WEEKS, () => 'hostile');
    expect(await mistakesOf(shops, expectedOf(shops))).toEqual([]);
  });

  it('would mute the victims if integrations counted', async () => {
    const shops = hostileNeighbours(2, (number) => `hostile${number}`);
    const mistakes = await mistakesOf(shops, expectedOf(shops), 2);
    expect(mistakes.some((one) => one.startsWith('victim'))).toBe(true);
  });
});

describe('settings that change in an incident', { timeout: 300_000 }, () => {
  it('end it or open it, and the next breach is told', async () => {
    const changed = changedShops(WEEKS);
    const shops = changed.map(({ shop }) => shop);
    expect(
      await mistakesOf(
        shops,
        changed.flatMap(({ expected }) => expected),
      ),
    ).toEqual([]);
  });

  it('are missed by a monitor that never hears of them', async () => {
    const changed = changedShops(2);
    const shops = changed.map(({ shop: { changes: _, ...shop } }) => shop);
    const expected = changed.flatMap((one) => one.expected);
    expect((await mistakesOf(shops, expected, 2)).length).toBeGreaterThan(5);
  });
});
