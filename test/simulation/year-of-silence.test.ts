/** A year of shops through the real flows under a virtual clock: every planted outage is found, and nothing else. */

import { describe, expect, it } from 'vitest';
import { createShopYear, duringOutages, withReinstallations, YEAR_END, YEAR_START } from '../support/shop-year.ts';
import type { WatchScene } from '../support/watch-scene.ts';
import { type Play, playYear, type Told } from '../support/year-player.ts';
import { expectedOf, mistakesIn, windowEnd } from '../support/year-verdict.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SHOPS = createShopYear(7);

/** The variations play a part of the year here, and all of it in `npm run prove`. */
const VARIATION_END = process.env['PROVE'] ? YEAR_END : YEAR_START + 140 * DAY;

const play = async (given: Partial<Play> = {}) => {
  const { errors, ...played } = await playYear({ shops: SHOPS, ...given });
  expect(errors).toEqual([]);
  return played;
};

const PLANTED = SHOPS.flatMap((shop) => shop.outages.map((outage) => ({ shop, outage })));

const mistakes = (told: readonly Told[], lateMs: number, end = VARIATION_END) =>
  mistakesIn(
    told,
    expectedOf(
      SHOPS.map((shop) => ({ ...shop, outages: shop.outages.filter(({ from }) => from < end) })),
      lateMs,
    ),
    end,
  );

describe('in a year of shops', { timeout: 300_000 }, () => {
  it('every planted outage is found within window + 10 minutes, explained and told of once, and nothing else is', async () => {
    expect(new Set(PLANTED.map(({ outage }) => outage.cause)).size).toBe(6);
    const { told, alarmedAt } = await play();
    expect(mistakes(told, 0, YEAR_END)).toEqual([]);
    const isPlanted = (at: number) =>
      PLANTED.some(({ outage }) => at >= outage.from && at <= outage.until + 5 * MINUTE);
    expect(alarmedAt.length).toBeGreaterThan(100);
    expect(alarmedAt.filter((at) => !isPlanted(at))).toEqual([]);
  });

  it('a monitor that is dead for an hour when silence is due finds it when it lives again', async () => {
    const due = PLANTED.map(({ shop, outage }) => windowEnd(shop, outage));
    const isDead = (now: number) => due.some((at) => now >= at && now < at + HOUR);
    const { told } = await play({ isDead, end: VARIATION_END });
    expect(mistakes(told, HOUR)).toEqual([]);
  });

  it('a monitor that is started twice tells everything once', async () => {
    const tick = async (scene: WatchScene) => {
      const begun = scene.now();
      await Promise.all([scene.watch(), scene.watch()]);
      scene.at(begun + 20_000);
      await scene.watch();
    };
    const { told } = await play({ tick, end: VARIATION_END });
    expect(mistakes(told, 0)).toEqual([]);
  });

  it('a clock that is 5 minutes ahead for half of the time, and then behind, makes it at most that much later', async () => {
    const half = (YEAR_START + VARIATION_END) / 2;
    const { told } = await play({ clockErrorMs: (now) => (now < half ? 5 : -5) * MINUTE, end: VARIATION_END });
    expect(mistakes(told, 5 * MINUTE)).toEqual([]);
  });

  it('outages of ours, of 70 minutes and 30 hours, are blamed on nobody and hide nothing', async () => {
    const off = Array.from({ length: 24 }, (_, index) => {
      const from = YEAR_START + 4 * 24 * HOUR + index * 15 * 24 * HOUR + index * 71 * MINUTE;
      const isLong =
        index % 3 === 0 && !PLANTED.some(({ outage }) => outage.from < from + DAY && outage.until > from - DAY);
      return { from, until: from + (isLong ? 30 * HOUR : 70 * MINUTE) };
    });
    expect(new Set(off.map(({ from, until }) => until - from)).size).toBe(2);
    const isDead = (now: number) => off.some(({ from, until }) => now > from && now < until);
    const { told } = await play({ shops: duringOutages(SHOPS, off), isDead, end: VARIATION_END });
    expect(mistakes(told, 32 * HOUR)).toEqual([]);
  });

  it('an app that is removed and installed again within minutes is no trouble', async () => {
    const { told } = await play({ shops: withReinstallations(SHOPS), end: VARIATION_END });
    expect(mistakes(told, 0)).toEqual([]);
  });

  it('a stall of our own is blamed on nobody', async () => {
    const from = YEAR_START + 3 * 24 * HOUR;
    const end = from + 6 * 24 * HOUR;
    const shops = SHOPS.filter(({ integrationId }) => /^always/.test(integrationId));
    const { told, alarmedAt } = await play({ shops, end, stall: { from, until: from + 7 * HOUR } });
    expect([told, alarmedAt]).toEqual([[], []]);
  });
});
