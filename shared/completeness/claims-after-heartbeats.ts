/** What the heartbeats of one batch make of the claims that stand. */

import type { Instant } from '../core/instant.ts';
import type { ClaimsWrite, StoredClaims } from './claims.port.ts';
import { type ClaimingHeartbeat, type Claims, claimsAfter, NO_CLAIMS } from './claims.ts';

/** Each heartbeat is applied by itself, in the order in which they were received. Absent: nothing to write. */
export const claimsToWrite = (
  stored: StoredClaims | undefined,
  heartbeats: readonly ClaimingHeartbeat[],
  caughtUpTo: Instant | undefined,
): ClaimsWrite | undefined => {
  const before = stored?.claims ?? NO_CLAIMS;
  const inOrder = heartbeats.toSorted((a, b) => a.receivedAt - b.receivedAt);
  const after = inOrder.reduce((claims, heartbeat) => claimsAfter(claims, heartbeat, caughtUpTo), before);
  if (after === before) return undefined;
  return { claims: after, replaces: stored?.version, hasNewGap: gapsOf(after) > gapsOf(before) };
};

const gapsOf = ({ accounts }: Claims): number => [...accounts.values()].reduce((sum, { gaps }) => sum + gaps.length, 0);
