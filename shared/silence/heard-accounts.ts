/**
 * Which Freshchat accounts send with the keys of an integration, and whether several do so at the same time.
 *
 *   acme     ─┬───┬───┬───┬───┬───┬───┬──▶
 *   emea                  └since──┬───┬──▶   both are heard an hour later still: two accounts
 *
 *   acme     ─┬───┬───┬───┬┤                 moved from one to the other within the hour: replaced
 *   emea                  └───┬───┬───┬──▶
 */

import { BREAK_MS, type Claims } from '../completeness/claims.ts';
import type { Instant } from '../core/instant.ts';

export type HeardAccount = {
  readonly account: string;
  /** When its newest heartbeat was received. */
  readonly heardAt: Instant;
  /** Since when they have come without a break. */
  readonly heardSince: Instant;
};

export const heardAccountsIn = ({ accounts }: Claims): readonly HeardAccount[] =>
  [...accounts]
    .map(([account, { heardAt, heardSince = heardAt }]) => ({ account, heardAt, heardSince }))
    .toSorted((a, b) => b.heardAt - a.heardAt);

const MINUTE_MS = 60_000;

/** Long enough to install the app in one account, see that it works and remove it from the other. */
const MOVED_WITHIN_MS = 60 * MINUTE_MS;
export type AccountsTogether = { readonly accounts: readonly string[]; readonly since: Instant };

/** Absent where one account sends, or one replaced the other. */
export const accountsTogether = (heard: readonly HeardAccount[], now: Instant): AccountsTogether | undefined => {
  const present = heard.filter(({ heardAt }) => now - heardAt <= BREAK_MS);
  const joined = present.toSorted((a, b) => a.heardSince - b.heardSince);
  const stayed = (earlier: HeardAccount, later: HeardAccount): boolean =>
    earlier.heardAt - later.heardSince >= MOVED_WITHIN_MS && later.heardAt - later.heardSince >= MOVED_WITHIN_MS;
  const pairs = joined.flatMap((later, index) =>
    joined.slice(0, index).flatMap((earlier) => (stayed(earlier, later) ? [[earlier, later] as const] : [])),
  );
  const [first] = pairs;
  if (!first) return undefined;
  const accounts = new Set(pairs.flatMap((pair) => pair.map(({ account }) => account)));
  return { accounts: [...accounts].toSorted(), since: first[1].heardSince };
};

/** The same when the last heartbeat was received. */
export const lastTogether = (heard: readonly HeardAccount[]): AccountsTogether | undefined =>
  accountsTogether(heard, Math.max(...heard.map(({ heardAt }) => heardAt)));
