/**
 * Outages of our own: times in which nobody could reach us, or in which what they sent did not come through. Stored
 * once, by the monitor; no deadline counts them, and nobody is blamed for half an hour after one.
 */

import type { Instant } from '../core/instant.ts';
import type { Stretch } from './active-hours.ts';

/** Ascending and disjoint. */
export type OurOutages = readonly Stretch[];

export const NO_OUTAGES: OurOutages = [];

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** The monitor runs every 5 minutes. */
const SLEPT_AFTER_MS = 15 * MINUTE_MS;
/** Apps send again what they could not send, and their next heartbeat comes. */
const BLAMELESS_MS = 30 * MINUTE_MS;
/** Older ones matter to no deadline but that of a shop with a few active hours a year. */
const REMEMBERED_MS = 400 * DAY_MS;
const MAX_REMEMBERED = 100;

/**
 * What we missed when the monitor did not run: the longest stretch in which nothing came through. When only the monitor
 * was dead, things came through all the time, and no stretch is most of it. `carried` are instants of evidence.
 *
 *   last run ─ event ─┬──────── off ────────┬─ event ─ now
 *                     └ our outage ─────────┘
 */
export const outageInSleep = (lastRunAt: Instant, carried: readonly Instant[], now: Instant): Stretch | undefined => {
  const between = carried.filter((at) => at > lastRunAt && at < now).toSorted((a, b) => a - b);
  const ends = [...between, now];
  const stretches = ends.map((until, index) => ({ from: ends[index - 1] ?? lastRunAt, until }));
  const longest = stretches.reduce((a, b) => (lengthOf(b) > lengthOf(a) ? b : a));
  const isMostOfIt = lengthOf(longest) > (now - lastRunAt) / 2;
  return isMostOfIt && lengthOf(longest) > SLEPT_AFTER_MS ? longest : undefined;
};

const lengthOf = ({ from, until }: Stretch): number => until - from;

export const hasSlept = (lastRunAt: Instant | undefined, now: Instant): lastRunAt is Instant =>
  lastRunAt !== undefined && now - lastRunAt > SLEPT_AFTER_MS;

export const withOutage = (outages: OurOutages, outage: Stretch, now: Instant): OurOutages => {
  const joined: Stretch[] = [];
  for (const next of [...outages, outage].toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last && next.from <= last.until)
      joined[joined.length - 1] = { ...last, until: Math.max(last.until, next.until) };
    else joined.push(next);
  }
  return joined.filter(({ until }) => now - until < REMEMBERED_MS).slice(-MAX_REMEMBERED);
};

/** The one after which nobody is to be blamed yet. */
export const outageJustOver = (outages: OurOutages, now: Instant): Stretch | undefined =>
  outages.findLast(({ until }) => until <= now && now - until < BLAMELESS_MS);

/** The parts of the outages between two instants. */
export const outagesBetween = (outages: OurOutages, from: Instant, until: Instant): OurOutages =>
  outages
    .map((one) => ({ from: Math.max(one.from, from), until: Math.min(one.until, until) }))
    .filter((one) => one.from < one.until);

/** How long we were there between two instants. */
export const timeWithoutOutages = (from: Instant, until: Instant, outages: OurOutages): number =>
  outagesBetween(outages, from, until).reduce((sum, one) => sum - (one.until - one.from), until - from);

/** The stretches without what lies in the outages. */
export function* withoutOutages(stretches: Iterable<Stretch>, outages: OurOutages): Generator<Stretch> {
  for (const { from, until } of stretches) {
    let at = from;
    for (const outage of outages) {
      if (outage.until <= at || outage.from >= until) continue;
      if (at < outage.from) yield { from: at, until: outage.from };
      at = outage.until;
    }
    if (at < until) yield { from: at, until };
  }
}
