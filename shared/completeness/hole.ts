/**
 * Hours of which we know that chats may be missing. The claims hold a gap only until the monitor has stored it as a
 * hole: a hole stays for ever, says why, and can be filled. An operator may mark hours as well, where their chats may be
 * untrue.
 */

import { endOfHour } from '../core/hour.ts';
import type { Instant } from '../core/instant.ts';
import type { AccountClaims, Claims, Stretch } from './claims.ts';

export const HOLE_CAUSES = [
  'app_silent',
  'app_uninstalled',
  'key_rejected',
  'events_invalid',
  /** Our own outage: nobody else has to act. */
  'our_outage',
  /** An operator marked them: somebody else may have written what is counted there. */
  'key_leaked',
] as const;
export type HoleCause = (typeof HOLE_CAUSES)[number];

export const RECOVERIES = ['none', 'recovered'] as const;
export type Recovery = (typeof RECOVERIES)[number];

/** A stretch of one account in which its events may be missing. */
export type Gap = Stretch & { readonly account: string };

/** `recovered`: its chats were read from Freshchat's own report, so its hours are complete again. */
export type Hole = Gap & { readonly cause: HoleCause; readonly recovery: Recovery };

const DAY_MS = 24 * 60 * 60_000;
/** Freshchat accounts come and go: one that is silent for so long no longer holds the others back. */
export const LEAVES_AFTER_MS = 14 * DAY_MS;

/**
 * What the monitor has to store as holes, and the claims without it. An account that has left takes all of its
 * undecided hours along; the last one never leaves, for without any account nothing would say that hours are missing.
 */
export const takeGaps = (claims: Claims, now: Instant): { readonly claims: Claims; readonly gaps: readonly Gap[] } => {
  const leaving = leavingOf(claims, now);
  const gaps = [...claims.accounts].flatMap(([account, of]) =>
    (leaving.has(account) ? gapsOnLeaving(of, now) : of.gaps).map((gap) => ({ ...gap, account })),
  );
  if (gaps.length === 0 && leaving.size === 0) return { claims, gaps };
  const staying = [...claims.accounts].filter(([account]) => !leaving.has(account));
  const accounts = new Map(staying.map(([account, of]) => [account, { ...of, gaps: [] }] as const));
  return { claims: { ...claims, accounts }, gaps };
};

const leavingOf = ({ accounts }: Claims, now: Instant): ReadonlySet<string> => {
  const silent = [...accounts]
    .filter(([, { heardAt }]) => now - heardAt > LEAVES_AFTER_MS)
    .toSorted(([, a], [, b]) => a.heardAt - b.heardAt);
  return new Set(silent.slice(0, accounts.size - 1).map(([account]) => account));
};

/** Gaps behind `until` are part of the undecided hours. */
const gapsOnLeaving = ({ until, gaps }: AccountClaims, now: Instant): readonly Stretch[] => {
  const decided = gaps.filter((gap) => gap.from < until);
  const end = endOfHour(now);
  return until < end ? [...decided, { from: until, until: end }] : decided;
};
