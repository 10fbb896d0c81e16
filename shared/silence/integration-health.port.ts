/** The health item of an integration: what its traffic showed. */

import type { ClaimsWrite, StoredClaims } from '../completeness/claims.port.ts';
import type { Instant } from '../core/instant.ts';
import type { Evidence, SeenEvidence } from './evidence.ts';

/** What is written of an integration; `isFlagged` when the monitor has something against it. */
export type KnownHealth = {
  readonly evidence: Evidence;
  readonly isFlagged: boolean;
  /** Absent before the first claim. */
  readonly stored?: StoredClaims;
};

/** A hand at the table spoiled the item; what is written of it nobody can tell until it is mended. */
export type UnreadableHealth = { readonly problem: unknown };

/** Evidence in place of the evidence that was found, and claims in place of those that were. */
export type HealthWrite = {
  readonly integrationId: string;
  readonly before: Evidence;
  readonly after: Evidence;
  readonly claims?: ClaimsWrite;
  /** The monitor should look by then, and not at the end of the window. */
  readonly lookAt?: Instant;
};

export type HealthWriteOutcome =
  | 'written'
  /** What was found does not stand any more: another process noted something, or the integration is gone. */
  | 'overtaken'
  /** The store was too busy for it. */
  | 'unavailable';

/** `eventual` at half the price; what is stale does not stand. */
export type Freshness = 'eventual' | 'strong';

export type IntegrationHealth = {
  /** What stands, by integration; those that are gone are left out. */
  readonly find: (
    integrationIds: readonly string[],
    freshness: Freshness,
  ) => Promise<ReadonlyMap<string, KnownHealth | UnreadableHealth>>;
  /** Each for itself, all of it or nothing; evidence never brings an integration back. Outcomes in the order of the writes. */
  readonly write: (writes: readonly HealthWrite[]) => Promise<readonly HealthWriteOutcome[]>;
};

/** Of one call. */
export const WRITE_LIMIT = 25;
export const READ_LIMIT = 100;

/** Evidence of the integrations that have any, by id. */
export type FindEvidence = (integrationIds: readonly string[]) => Promise<ReadonlyMap<string, SeenEvidence>>;
