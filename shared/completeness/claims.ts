/**
 * What the heartbeats of an integration promise. A heartbeat that was received at R says how long the app has lived
 * without losing an event (S = R − alive) and that everything before U = R − undelivered is delivered. So the whole
 * hours between S and U are complete, once what was delivered is counted too:
 *
 *   hours     ──┬────────┬────────┬────────┬────────┬──▶
 *   life              S━━━━━━━━━━━━━━━━━━━━━━━━━━U   R
 *   claimed              [ s                 u )
 *   account   ───────────────┤until      next┤
 *
 * `until` is decided for ever: each hour before it is complete, or lies in a gap. `next` becomes `until` when the
 * counts have caught up with the heartbeat that said it. What two lives leave open between them is a gap.
 */

import { endOfHour, startOfHour } from '../core/hour.ts';
import type { Instant } from '../core/instant.ts';

/** From `from` until just before `until`; both are whole hours. */
export type Stretch = { readonly from: Instant; readonly until: Instant };

/** What one Freshchat account that sends with this integration's keys has promised. */
export type AccountClaims = {
  readonly until: Instant;
  /** The end of the last hour that any heartbeat claimed. */
  readonly known: Instant;
  /** What becomes `until` when the counts have caught up with `at`. */
  readonly next?: { readonly until: Instant; readonly at: Instant };
  /** When the newest heartbeat was received. */
  readonly heardAt: Instant;
  /** Since when they have come without a break; claims know it since they keep it. */
  readonly heardSince?: Instant;
  /** Not yet stored as holes; the oldest first. */
  readonly gaps: readonly Stretch[];
};

export type Claims = {
  /** The end of the hour of the first claim of all; never moves. */
  readonly completeFrom?: Instant;
  readonly accounts: ReadonlyMap<string, AccountClaims>;
};

/** A heartbeat that says all that a claim needs. A heartbeat that leaves out a part claims nothing. */
export type ClaimingHeartbeat = {
  readonly receivedAt: Instant;
  readonly account: string;
  readonly aliveForMs: number;
  readonly undeliveredForMs: number;
};

export const NO_CLAIMS: Claims = { accounts: new Map() };

const MAX_ACCOUNTS = 4;
export const MAX_GAPS = 4;

const MINUTE_MS = 60_000;
/** An event may be on its way while the app says that it holds none. */
const ON_THE_WAY_MS = 2 * MINUTE_MS;
/** What a message may still need between the queue and the counts after the probe of its time is counted. */
const COUNTED_AFTER_MS = 30 * MINUTE_MS;

/** The same object when the heartbeat changes nothing: it is late, or of a fifth account. */
export const claimsAfter = (claims: Claims, heartbeat: ClaimingHeartbeat, caughtUpTo: Instant | undefined): Claims => {
  const { account, receivedAt } = heartbeat;
  const known = claims.accounts.get(account);
  if (known === undefined && claims.accounts.size >= MAX_ACCOUNTS) return claims;
  if (known !== undefined && receivedAt <= known.heardAt) return claims;
  const decided = decide(known ?? joining(claims, receivedAt), caughtUpTo);
  const claimed = claim(decided, claimedBy(heartbeat));
  const heardSince = isBreak(known, receivedAt) ? receivedAt : (known?.heardSince ?? known?.heardAt ?? receivedAt);
  const after = { ...queueNext(claimed, receivedAt), heardAt: receivedAt, heardSince };
  return {
    completeFrom: claims.completeFrom ?? after.until,
    accounts: new Map([...claims.accounts, [account, after]]),
  };
};

/** An app sends a heartbeat at least every hour: two have not come, and evidence may lag by 5 minutes. */
export const BREAK_MS = (2 * 60 + 5) * MINUTE_MS;

const isBreak = (known: AccountClaims | undefined, receivedAt: Instant): boolean =>
  known === undefined || receivedAt - known.heardAt > BREAK_MS;

/** A new account promises nothing about the past, and must not take back what the others decided. */
const joining = ({ accounts, completeFrom }: Claims, receivedAt: Instant): AccountClaims => {
  const start = startOfHour(receivedAt);
  const until =
    completeFrom === undefined
      ? endOfHour(receivedAt)
      : Math.max(start, ...[...accounts.values()].map((other) => other.until));
  return { until, known: until, heardAt: receivedAt, gaps: [] };
};

/** The whole hours that lie within the life of the app and before all that it still holds. */
const claimedBy = ({ receivedAt, aliveForMs, undeliveredForMs }: ClaimingHeartbeat): Stretch => {
  const aliveSince = receivedAt - aliveForMs;
  const deliveredUntil = receivedAt - undeliveredForMs - ON_THE_WAY_MS;
  return { from: wholeHourFrom(aliveSince), until: startOfHour(deliveredUntil) };
};

const wholeHourFrom = (instant: Instant): Instant => (startOfHour(instant) === instant ? instant : endOfHour(instant));

const decide = (account: AccountClaims, caughtUpTo: Instant | undefined): AccountClaims => {
  const { next, ...rest } = account;
  if (next === undefined || caughtUpTo === undefined || next.at + COUNTED_AFTER_MS > caughtUpTo) return account;
  return { ...rest, until: next.until };
};

/**
 * Where there is no room for one gap more, the claim waits: the next heartbeat of the same life says the same again,
 * and the monitor has stored the older gaps by then. Widening the last gap instead would take back decided hours.
 */
const claim = (account: AccountClaims, { from, until }: Stretch): AccountClaims => {
  const { known, gaps } = account;
  if (until <= from || until <= known) return account;
  if (from <= known) return { ...account, known: until };
  return gaps.length < MAX_GAPS ? { ...account, known: until, gaps: [...gaps, { from: known, until: from }] } : account;
};

const queueNext = (account: AccountClaims, at: Instant): AccountClaims =>
  account.next === undefined && account.known > account.until
    ? { ...account, next: { until: account.known, at } }
    : account;
