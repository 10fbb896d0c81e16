import type { Instant } from '../core/instant.ts';
import type { Claims } from './claims.ts';

export type StoredClaims = {
  readonly claims: Claims;
  /** Counts the writes of the claims, and is the condition of the next one. */
  readonly version: number;
};

/** Claims in place of those that were read. */
export type ClaimsWrite = {
  readonly claims: Claims;
  /** Absent where there were none. */
  readonly replaces: number | undefined;
  /** The monitor has to look: there is a new gap to be stored as a hole. */
  readonly hasNewGap: boolean;
};

/** How far the counts have caught up with what was received, as the monitor last found it. */
export type FindCaughtUpTo = () => Promise<Instant | undefined>;
