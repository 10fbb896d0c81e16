/** Shops in hard times: closed while their apps live, beside tenants that mean harm, and changed while they are silent. */

import { createRandom } from '../../sample-day/random.ts';
import type { OwnCause } from '../../shared/silence/integration-status.ts';
import { DEFAULT_SILENCE_POLICY, type SilencePolicy } from '../../shared/silence/silence-policy.ts';
import type { Outage, Shop, ShopEvent } from './shop-year.ts';
import type { Expected } from './year-verdict.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** A Monday; five weeks from here are Advent, Christmas and New Year. */
export const HARD_START = Date.parse('2026-11-30T00:00:00Z');
export const HARD_WEEKS = 5;

type Closure = { readonly from: number; readonly until: number; readonly cause: OwnCause };

/** Chats about every hour and a half, a heartbeat every hour; of what is planted, the outage as the app shows it. */
const createShop = (
  integrationId: string,
  closures: readonly Closure[],
  end: number,
  random: () => number,
  policy: SilencePolicy = DEFAULT_SILENCE_POLICY,
): Shop => {
  const createdAt = HARD_START + Math.floor(random() * HOUR);
  const closureAt = (at: number) => closures.find(({ from, until }) => at >= from && at < until);
  const chats: number[] = [];
  for (let at = createdAt + 1_234; at < end; at += Math.floor(HOUR * (0.75 + 1.5 * random()))) {
    if (!closureAt(at)) chats.push(at);
  }
  // Each closure begins right behind a chat: so those that begin together are due together.
  chats.push(...closures.map(({ from }) => from - 1));
  chats.sort((a, b) => a - b);
  const backAt = ({ until }: Closure) => chats.find((at) => at >= until) ?? end;
  const events: ShopEvent[] = chats.map((at) => ({ at, kind: 'chat' }));
  for (let at = createdAt + Math.floor(random() * HOUR); at < end; at += HOUR) {
    // A dead app is back with its first chat.
    const isDead = closures.some((one) => one.cause === 'app_silent' && at >= one.from && at < backAt(one));
    if (!isDead) events.push({ at, kind: 'heartbeat' });
  }
  const outages = closures.map(
    ({ from, until, cause }): Outage => ({
      cause,
      from,
      silentFrom: chats.findLast((at) => at < from) ?? createdAt,
      until: backAt({ from, until, cause }),
    }),
  );
  return { integrationId, createdAt, policy, outages, events: events.toSorted((a, b) => a.at - b.at) };
};

const numbered = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/**
 * Twelve accounts with the default window. Ten close every weekend, six of them over Christmas, and their heartbeats
 * go on. Meanwhile the apps of the other two die, one on a Saturday, one at Christmas.
 */
export const closedShops = (weeks: number): readonly Shop[] => {
  const random = createRandom(11).next;
  const end = HARD_START + weeks * WEEK;
  const weekends = (number: number): readonly Closure[] =>
    numbered(weeks, (week) => {
      const monday = HARD_START + week * WEEK;
      const from = monday + 4 * DAY + 18 * HOUR + number * 3 * MINUTE;
      return { from, until: monday + 7 * DAY + 8 * HOUR, cause: 'no_chats' };
    });
  const christmas = { from: HARD_START + 24 * DAY + 12 * HOUR, until: HARD_START + 33 * DAY + 8 * HOUR };
  const overChristmas = (number: number): readonly Closure[] => [
    ...weekends(number).filter(({ from, until }) => until < christmas.from || from > christmas.until),
    { ...christmas, from: christmas.from + number * MINUTE, cause: 'no_chats' },
  ];
  const dies = (from: number): readonly Closure[] => [{ from, until: from + 40 * HOUR, cause: 'app_silent' }];
  return [
    ...numbered(6, (number) => createShop(`closed${number}.1`, overChristmas(number), end, random)),
    ...numbered(4, (number) => createShop(`weekend${number}.1`, weekends(number), end, random)),
    createShop('dead0.1', dies(HARD_START + 12 * DAY + 9 * HOUR), end, random),
    createShop('dead1.1', dies(HARD_START + 26 * DAY + 9 * HOUR), end, random),
  ];
};

/**
 * Five integrations fall silent together every week, and each time, a few minutes later, the app of one victim of ten
 * dies. `accountOf` names the five: one account has them all.
 */
export const hostileNeighbours = (weeks: number, accountOf: (number: number) => string): readonly Shop[] => {
  const random = createRandom(12).next;
  const end = HARD_START + weeks * WEEK;
  const policy = { windowMs: 4 * HOUR };
  const strikes = numbered(weeks, (week) => HARD_START + week * WEEK + 2 * DAY + week * 71 * MINUTE);
  const silent = (from: number): Closure => ({ from, until: from + 30 * HOUR, cause: 'app_silent' });
  return [
    ...numbered(5, (number) => createShop(`${accountOf(number)}.${number}`, strikes.map(silent), end, random, policy)),
    ...numbered(10, (number) => {
      const own = strikes.filter((_, week) => week % 10 === number).map((at) => silent(at + 12 * MINUTE));
      return createShop(`victim${number}.1`, own, end, random, policy);
    }),
  ];
};

type Changed = { readonly shop: Shop; readonly expected: readonly Expected[] };

/** Policies that change, and pauses, while the shop is silent: each is told as it must be, once. */
export const changedShops = (weeks: number): readonly Changed[] => {
  const random = createRandom(13).next;
  const end = HARD_START + weeks * WEEK;
  const narrow = { windowMs: 4 * HOUR };
  const wide = { windowMs: 2 * DAY };
  const outagesOf = (day: number, hours: number, cause: OwnCause): readonly Closure[] =>
    numbered(weeks, (week) => {
      const from = HARD_START + week * WEEK + day * DAY;
      return { from, until: from + hours * HOUR, cause };
    });
  const soon =
    (integrationId: string, cause: OwnCause) =>
    (kind: Expected['kind'], from: number): Expected => ({
      integrationId,
      kind,
      cause,
      from,
      by: from + 10 * MINUTE,
    });
  const deadlineOf = ({ silentFrom }: Outage, { windowMs }: SilencePolicy) => silentFrom + windowMs;

  const widened = createShop('widened.1', outagesOf(1, 60, 'no_chats'), end, random, narrow);
  const narrowed = createShop('narrowed.1', outagesOf(2, 40, 'no_chats'), end, random, wide);
  const paused = createShop('paused.1', outagesOf(3, 40, 'app_silent'), end, random, narrow);
  return [
    {
      // Narrow again once it is well: a wide window would find the next one later.
      shop: {
        ...widened,
        changes: widened.outages.flatMap(({ from, until }) => [
          { at: from + 6 * HOUR, policy: wide },
          { at: until + 5 * HOUR, policy: narrow },
        ]),
      },
      expected: widened.outages.flatMap((outage) => {
        const told = soon('widened.1', 'no_chats');
        return [
          told('opened', deadlineOf(outage, narrow)),
          told('closed', outage.from + 6 * HOUR),
          told('opened', deadlineOf(outage, wide)),
          told('closed', outage.until),
        ];
      }),
    },
    {
      shop: {
        ...narrowed,
        changes: narrowed.outages.flatMap(({ from, until }) => [
          { at: from + 10 * HOUR, policy: narrow },
          { at: until + 5 * HOUR, policy: wide },
        ]),
      },
      expected: narrowed.outages.flatMap((outage) => {
        const told = soon('narrowed.1', 'no_chats');
        return [told('opened', outage.from + 10 * HOUR), told('closed', outage.until)];
      }),
    },
    {
      shop: {
        ...paused,
        changes: paused.outages.flatMap(({ from }) => [
          { at: from + 8 * HOUR, policy: { ...narrow, pausedUntil: from + 20 * HOUR } },
        ]),
      },
      expected: paused.outages.flatMap((outage) => {
        const told = soon('paused.1', 'app_silent');
        return [
          told('opened', deadlineOf(outage, narrow)),
          told('closed', outage.from + 8 * HOUR),
          told('opened', outage.from + 20 * HOUR),
          told('closed', outage.until),
        ];
      }),
    },
  ];
};
