/** A year of shops for the monitor: when they are open, when their chats and heartbeats come, and what is done to them. */

import { createRandom } from '../../sample-day/random.ts';
import type { OwnCause } from '../../shared/silence/integration-status.ts';
import { instantAfterActiveTime, type SilencePolicy } from '../../shared/silence/silence-policy.ts';
import { parseSilencePolicy, toSilencePolicyJson } from '../../shared/silence/silence-policy-json.ts';
import { openMinutes } from './wall-clock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const YEAR_START = Date.parse('2026-01-05T00:00:00Z');
export const YEAR_END = YEAR_START + 364 * DAY;

export type Outage = {
  readonly cause: OwnCause;
  readonly from: number;
  /** The first chat behind it. */
  readonly until: number;
  /** The last chat before it, or the creation. */
  readonly silentFrom: number;
};

export type ShopEvent = {
  readonly at: number;
  readonly kind: 'chat' | 'heartbeat' | 'refused' | 'invalid' | 'installed' | 'uninstalled';
};

export type Shop = {
  readonly integrationId: string;
  readonly createdAt: number;
  readonly policy: SilencePolicy;
  /** A season's end: the administrator pauses until the next one begins. */
  readonly pause?: { readonly at: number; readonly until: number };
  /** What else the administrator changes, in the order of time. */
  readonly changes?: readonly { readonly at: number; readonly policy: SilencePolicy }[];
  readonly outages: readonly Outage[];
  /** In the order of time. */
  readonly events: readonly ShopEvent[];
};

const policyOf = (window: string, timeZone?: string, hours = '09:00-17:00'): SilencePolicy => {
  const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((day) => [day, [hours]]);
  const parsed = parseSilencePolicy({
    window,
    ...(timeZone && {
      activeHours: { timeZone, weekly: Object.fromEntries(days), holidays: ['2026-04-03', '2026-12-25'] },
    }),
  });
  if (!parsed.ok) throw new Error(parsed.problem.code);
  return parsed.policy;
};

type Plan = Pick<Shop, 'integrationId' | 'policy' | 'pause'> & {
  /** Active time between two chats, on average; the longest gap is half as long again. */
  readonly gapMs: number;
  readonly causes: readonly OwnCause[];
};

const PLANS: readonly Plan[] = [
  ...['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'].map((timeZone, index) => ({
    integrationId: `weekday.${index}`,
    policy: policyOf('PT10H', timeZone),
    gapMs: 3 * HOUR,
    causes: (['app_silent', 'no_chats', 'key_rejected', 'app_uninstalled'] as const).slice(index % 2),
  })),
  {
    integrationId: 'night.1',
    policy: policyOf('PT8H', 'America/St_Johns', '20:00-04:00'),
    gapMs: 2 * HOUR,
    causes: ['events_invalid', 'no_chats'],
  },
  {
    integrationId: 'quiet.1',
    policy: policyOf('P5D'),
    gapMs: 2 * DAY,
    causes: ['app_silent', 'key_rejected', 'no_chats'],
  },
  { integrationId: 'quiet.2', policy: policyOf('P5D'), gapMs: 2 * DAY, causes: [] },
  ...[0, 1, 2, 3].map((index) => ({
    integrationId: `always.${index}`,
    policy: policyOf('PT4H'),
    gapMs: 1.5 * HOUR,
    causes: (['key_rejected', 'events_invalid', 'app_uninstalled', 'app_silent', 'no_chats'] as const).slice(index),
  })),
  {
    integrationId: 'season.1',
    policy: policyOf('PT24H'),
    gapMs: 4 * HOUR,
    pause: { at: Date.parse('2026-03-29T12:00:00Z'), until: Date.parse('2026-10-25T12:00:00Z') },
    causes: ['app_silent'],
  },
  { integrationId: 'late.1', policy: policyOf('PT24H'), gapMs: 6 * HOUR, causes: ['never_connected'] },
];

/** Apart from each other, so that no two shops fall silent within the same half hour. */
const SPACING_MS = 9 * DAY + 7 * HOUR;

export const createShopYear = (seed: number): readonly Shop[] => {
  const random = createRandom(seed).next;
  let planted = 0;
  return PLANS.map((plan) => {
    const starts = plan.causes.map(() => {
      planted += 1;
      return YEAR_START + 9 * DAY + planted * SPACING_MS + Math.floor(random() * DAY);
    });
    return createShop(plan, starts, random);
  });
};

const createShop = (plan: Plan, starts: readonly number[], random: () => number): Shop => {
  const { causes, gapMs, ...same } = plan;
  const createdAt = YEAR_START + Math.floor(random() * HOUR);
  const open = chatTimes(plan, createdAt, random);
  const outages = causes.map((cause, index) => outageOf(cause, starts[index] ?? 0, plan, createdAt, open));
  const chats = open.filter((at) => !outages.some(({ from, until }) => at >= from && at < until));
  return { ...same, createdAt, outages, events: eventsOf(createdAt, chats, outages, random) };
};

/** Chats of a shop that is well, while its wall clock says that it is open, and well within the window. */
const chatTimes = ({ policy, gapMs, pause }: Plan, createdAt: number, random: () => number): readonly number[] => {
  const times: number[] = [];
  const hours = toSilencePolicyJson(policy).activeHours;
  for (let at = createdAt + 1_234; at < YEAR_END; ) {
    times.push(at);
    at += Math.floor(gapMs * (0.5 + random()));
    while (hours && openMinutes(at - (at % MINUTE), at - (at % MINUTE) + MINUTE, hours) === 0) at += 7 * MINUTE + 17;
    // The season is over; the next one begins an hour before the pause ends.
    if (pause && at >= pause.at && at < pause.until) at = pause.until - HOUR;
  }
  return times;
};

const outageOf = (
  cause: OwnCause,
  start: number,
  { policy }: Plan,
  createdAt: number,
  chats: readonly number[],
): Outage => {
  const from = cause === 'never_connected' ? createdAt : (chats.find((at) => at >= start) ?? start) + 1;
  const before = chats.findLast((at) => at < from);
  const silentFrom = cause === 'never_connected' ? createdAt : (before ?? createdAt);
  const longEnough = instantAfterActiveTime(silentFrom, policy.windowMs, policy) + 9 * HOUR;
  return { cause, from, silentFrom, until: chats.find((at) => at >= longEnough) ?? YEAR_END };
};

const eventsOf = (
  createdAt: number,
  chats: readonly number[],
  outages: readonly Outage[],
  random: () => number,
): readonly ShopEvent[] => {
  const events: ShopEvent[] = chats.map((at) => ({ at, kind: 'chat' }));
  for (let at = createdAt + Math.floor(random() * HOUR); at < YEAR_END; at += HOUR) {
    const outage = outages.find(({ from, until }) => at >= from && at < until);
    const kind = outage ? heartbeatIn(outage.cause) : 'heartbeat';
    if (kind) events.push({ at, kind });
  }
  for (const { cause, from } of outages)
    if (cause === 'app_uninstalled') events.push({ at: from, kind: 'uninstalled' });
  return events.toSorted((a, b) => a.at - b.at);
};

/** Every month somebody removes the app of a shop that is well, and installs it again within minutes. */
export const withReinstallations = (shops: readonly Shop[]): readonly Shop[] =>
  shops.map((shop) => {
    const again: ShopEvent[] = [];
    for (let at = shop.createdAt + 5 * DAY; at < YEAR_END - DAY; at += 30 * DAY) {
      if (shop.outages.some(({ from, until }) => at > from - DAY && at < until + DAY)) continue;
      again.push({ at, kind: 'uninstalled' }, { at: at + 3 * MINUTE, kind: 'installed' });
    }
    return { ...shop, events: [...shop.events, ...again].toSorted((a, b) => a.at - b.at) };
  });

/** The whole system is off: what apps send then they send again when it is back, but for their heartbeats. */
export const duringOutages = (
  shops: readonly Shop[],
  outages: readonly { readonly from: number; readonly until: number }[],
): readonly Shop[] =>
  shops.map((shop) => ({
    ...shop,
    events: shop.events
      .flatMap((event) => {
        const off = outages.find(({ from, until }) => event.at > from && event.at <= until);
        if (!off) return [event];
        return event.kind === 'heartbeat' ? [] : [{ ...event, at: off.until + 12 * MINUTE }];
      })
      .toSorted((a, b) => a.at - b.at),
  }));

const heartbeatIn = (cause: OwnCause): ShopEvent['kind'] | undefined => {
  switch (cause) {
    case 'key_rejected':
      return 'refused';
    case 'events_invalid':
      return 'invalid';
    case 'no_chats':
      return 'heartbeat';
    default:
      return undefined;
  }
};
