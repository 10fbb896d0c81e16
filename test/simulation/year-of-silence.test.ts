/** A year of shops through the real flows under a virtual clock: every planted outage is found, and nothing else. */

import { describe, expect, it } from 'vitest';
import { instantAfterActiveTime } from '../../shared/silence/silence-policy.ts';
import {
  createShopYear,
  duringOutages,
  type Outage,
  type Shop,
  type ShopEvent,
  withReinstallations,
  YEAR_END,
  YEAR_START,
} from '../support/shop-year.ts';
import { eventsMessage, refusalMessage } from '../support/watch-messages.ts';
import { createWatchScene, type WatchScene } from '../support/watch-scene.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SHOPS = createShopYear(7);

/** The variations play a part of the year here, and all of it in `npm run prove`. */
const VARIATION_END = process.env['PROVE'] ? YEAR_END : YEAR_START + 140 * DAY;

type Told = { readonly at: number; readonly integrationId: string; readonly kind: string; readonly cause: string };

type Setting = {
  readonly shops?: readonly Shop[];
  /** Not run at all. */
  readonly isDead?: (now: number) => boolean;
  /** What one tick of the schedule does; one run when absent. */
  readonly tick?: (scene: WatchScene) => Promise<void>;
  readonly clockErrorMs?: (now: number) => number;
  readonly stall?: { readonly from: number; readonly until: number };
  readonly end?: number;
};

const playYear = async ({ shops = SHOPS, isDead, tick, clockErrorMs, stall, end = YEAR_END }: Setting = {}) => {
  const scene = createWatchScene(YEAR_START);
  const told: Told[] = [];
  const alarmedAt: number[] = [];
  const queues = shops.map((shop) => ({ shop, next: 0, isCreated: false, isPaused: false }));
  for (let now = YEAR_START + 5 * MINUTE; now <= end; now += 5 * MINUTE) {
    const isStalled = stall !== undefined && now > stall.from && now <= stall.until;
    scene.stall(isStalled);
    scene.setClockError(clockErrorMs?.(now) ?? 0);
    for (const queue of queues) {
      const { shop } = queue;
      if (!queue.isCreated && shop.createdAt <= now) {
        scene.integrations.add(shop.integrationId, shop.createdAt, shop.policy);
        queue.isCreated = true;
      }
      if (shop.pause && !queue.isPaused && shop.pause.at <= now) {
        scene.integrations.setPolicy(shop.integrationId, { ...shop.policy, pausedUntil: shop.pause.until }, now);
        queue.isPaused = true;
      }
      // What is received in a stall is noted after it, with the instant of its reception.
      for (; !isStalled; queue.next += 1) {
        const event = shop.events[queue.next];
        if (!event || event.at > now) break;
        await scene.note([toMessage(shop.integrationId, event)]);
      }
    }
    scene.at(now);
    if (isDead?.(now)) continue;
    const before = scene.notices.length;
    if (tick) await tick(scene);
    else {
      const { silentCritical, silentWarning } = await scene.run();
      if (silentCritical + silentWarning > 0) alarmedAt.push(now);
    }
    for (const { integrationId = 'platform', kind, cause = '' } of scene.notices.slice(before)) {
      told.push({ at: now, integrationId, kind, cause });
    }
  }
  expect(scene.errors).toEqual([]);
  return { told, alarmedAt };
};

const toMessage = (integrationId: string, { at, kind }: ShopEvent) => {
  switch (kind) {
    case 'chat':
      return eventsMessage(integrationId, at, 'chat.resolved');
    case 'heartbeat':
      return eventsMessage(integrationId, at, 'app.heartbeat');
    case 'installed':
      return eventsMessage(integrationId, at, 'app.installed');
    case 'uninstalled':
      return eventsMessage(integrationId, at, 'app.uninstalled');
    case 'refused':
      return refusalMessage(integrationId, at, 'key_revoked', 'k-1');
    case 'invalid':
      return refusalMessage(integrationId, at, 'events_invalid', 'k-1');
  }
};

const PLANTED = SHOPS.flatMap((shop) => shop.outages.map((outage) => ({ shop, outage })));

/** When the window is over, counted from the last chat, in active time. */
const windowEnd = ({ policy }: Shop, { silentFrom }: Outage): number =>
  instantAfterActiveTime(silentFrom, policy.windowMs, policy);

/** What went wrong until `end`, in words; empty when every outage was found in time, with its cause, and told of once. */
const mistakesIn = (told: readonly Told[], lateMs: number, end = VARIATION_END): readonly string[] => {
  const open = [...told];
  const take = (integrationId: string, kind: string, from: number, until: number): Told | undefined => {
    const index = open.findIndex(
      (one) => one.integrationId === integrationId && one.kind === kind && one.at >= from && one.at <= until,
    );
    return index < 0 ? undefined : open.splice(index, 1)[0];
  };
  const missed = PLANTED.filter(({ outage }) => outage.from < end).flatMap(({ shop, outage }) => {
    const name = `${shop.integrationId} ${outage.cause} of ${new Date(outage.from).toISOString()}`;
    const openedBy = windowEnd(shop, outage) + 10 * MINUTE + lateMs;
    const closedBy = outage.until + 10 * MINUTE + lateMs;
    const opened = take(shop.integrationId, 'opened', outage.from, openedBy);
    const closed = take(shop.integrationId, 'closed', outage.until, closedBy);
    return [
      ...(opened || openedBy >= end ? [] : [`${name} was not found in time`]),
      ...(opened && opened.cause !== outage.cause ? [`${name} was explained as ${opened.cause}`] : []),
      ...(closed || closedBy >= end ? [] : [`the end of ${name} was not told`]),
    ];
  });
  return [
    ...missed,
    ...open.map((one) => `needless: ${JSON.stringify({ ...one, at: new Date(one.at).toISOString() })}`),
  ];
};

describe('in a year of shops', { timeout: 300_000 }, () => {
  it('every planted outage is found within window + 10 minutes, explained and told of once, and nothing else is', async () => {
    expect(new Set(PLANTED.map(({ outage }) => outage.cause)).size).toBe(6);
    const { told, alarmedAt } = await playYear();
    expect(mistakesIn(told, 0, YEAR_END)).toEqual([]);
    const isPlanted = (at: number) =>
      PLANTED.some(({ outage }) => at >= outage.from && at <= outage.until + 5 * MINUTE);
    expect(alarmedAt.length).toBeGreaterThan(100);
    expect(alarmedAt.filter((at) => !isPlanted(at))).toEqual([]);
  });

  it('a monitor that is dead for an hour when silence is due finds it when it lives again', async () => {
    const due = PLANTED.map(({ shop, outage }) => windowEnd(shop, outage));
    const isDead = (now: number) => due.some((at) => now >= at && now < at + HOUR);
    const { told } = await playYear({ isDead, end: VARIATION_END });
    expect(mistakesIn(told, HOUR)).toEqual([]);
  });

  it('a monitor that is started twice tells everything once', async () => {
    const tick = async (scene: WatchScene) => {
      const begun = scene.now();
      await Promise.all([scene.watch(), scene.watch()]);
      scene.at(begun + 20_000);
      await scene.watch();
    };
    const { told } = await playYear({ tick, end: VARIATION_END });
    expect(mistakesIn(told, 0)).toEqual([]);
  });

  it('a clock that is 5 minutes ahead for half of the time, and then behind, makes it at most that much later', async () => {
    const half = (YEAR_START + VARIATION_END) / 2;
    const { told } = await playYear({ clockErrorMs: (now) => (now < half ? 5 : -5) * MINUTE, end: VARIATION_END });
    expect(mistakesIn(told, 5 * MINUTE)).toEqual([]);
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
    const { told } = await playYear({ shops: duringOutages(SHOPS, off), isDead, end: VARIATION_END });
    expect(mistakesIn(told, 32 * HOUR)).toEqual([]);
  });

  it('an app that is removed and installed again within minutes is no trouble', async () => {
    const { told } = await playYear({ shops: withReinstallations(SHOPS), end: VARIATION_END });
    expect(mistakesIn(told, 0)).toEqual([]);
  });

  it('a stall of our own is blamed on nobody', async () => {
    const from = YEAR_START + 3 * 24 * HOUR;
    const end = from + 6 * 24 * HOUR;
    const shops = SHOPS.filter(({ integrationId }) => /^always/.test(integrationId));
    const { told, alarmedAt } = await playYear({ shops, end, stall: { from, until: from + 7 * HOUR } });
    expect([told, alarmedAt]).toEqual([[], []]);
  });
});
