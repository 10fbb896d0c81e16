/** Section 7: what was seen at the door of one integration. Received instants by our clock, never the sender's. */

import type { Instant } from './event-time.ts';

type DeadKeyReason = 'key_revoked' | 'key_expired';

export type KeyRefusalSeen = { readonly at: Instant; readonly reason: DeadKeyReason; readonly keyId: string };

export type Evidence = {
  readonly createdAt: Instant;
  /** The last request of which at least one event was taken. */
  readonly lastAcceptedAt?: Instant;
  readonly lastChatEventAt?: Instant;
  readonly lastHeartbeatAt?: Instant;
  /** The last request with a dead key of this integration. */
  readonly refusal?: KeyRefusalSeen;
  /** The first such request since the last accepted one. */
  readonly refusedSince?: Instant;
  /** The last request with a good key of which no event was valid. */
  readonly invalidAt?: Instant;
  /** The first such request since the last accepted one. */
  readonly invalidSince?: Instant;
  readonly appInstalledAt?: Instant;
  readonly appUninstalledAt?: Instant;
  readonly appVersion?: string;
};

const NEVER: Instant = Number.NEGATIVE_INFINITY;

/** The last time that anything at all was taken from the app. */
export const lastSignOfLife = (seen: Evidence): Instant | undefined => {
  const last = Math.max(
    seen.lastAcceptedAt ?? NEVER,
    seen.lastChatEventAt ?? NEVER,
    seen.lastHeartbeatAt ?? NEVER,
    seen.appInstalledAt ?? NEVER,
    seen.appUninstalledAt ?? NEVER,
  );
  return last === NEVER ? undefined : last;
};

/** A refusal that nothing has answered yet; a request with invalid events shows a good key too. */
export const openRefusal = (seen: Evidence): KeyRefusalSeen | undefined => {
  const goodKeyAt = Math.max(lastSignOfLife(seen) ?? NEVER, seen.invalidAt ?? NEVER);
  return seen.refusal && seen.refusal.at > goodKeyAt ? seen.refusal : undefined;
};

/** The last request whose events were all refused, when none was accepted after it. */
export const openInvalidAt = (seen: Evidence): Instant | undefined =>
  seen.invalidAt !== undefined && seen.invalidAt > (lastSignOfLife(seen) ?? NEVER) ? seen.invalidAt : undefined;

/** Events under way may arrive after the goodbye. */
const FAREWELL_MS = 5 * 60_000;

export const isUninstalled = ({ appUninstalledAt, appInstalledAt, lastHeartbeatAt, lastChatEventAt }: Evidence) =>
  appUninstalledAt !== undefined &&
  (appInstalledAt ?? NEVER) <= appUninstalledAt &&
  Math.max(lastHeartbeatAt ?? NEVER, lastChatEventAt ?? NEVER) <= appUninstalledAt + FAREWELL_MS;
