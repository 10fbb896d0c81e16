/** The health item of an integration: what its traffic showed. */

import type { ClaimsWrite, StoredClaims } from '../completeness/claims.port.ts';
import type { Evidence } from './evidence.ts';
import type { RefusedShare } from './refused-share.ts';

/** What is written of an integration; `isFlagged` when the monitor has something against it. */
export type KnownHealth = {
  readonly evidence: Evidence;
  readonly isFlagged: boolean;
  /** Absent before the first claim. */
  readonly stored?: StoredClaims;
};

/** A share in place of the one that was read. */
export type ShareWrite = {
  readonly share: RefusedShare;
  /** The version of what was read; absent where there was none. */
  readonly replaces: number | undefined;
  /** Worth a write of its own; otherwise it goes along with evidence that is. */
  readonly isDue: boolean;
};

export type NoteOutcome =
  | { readonly kind: 'noted'; readonly health: KnownHealth }
  /** Nothing was written: another process had noted the same or later, or it is too early. */
  | { readonly kind: 'kept'; readonly health: KnownHealth }
  /** A hand at the table spoiled the item; what is written of it nobody can tell until it is mended. */
  | { readonly kind: 'unreadable'; readonly error: unknown }
  /** The integration is gone; evidence must not bring it back. */
  | { readonly kind: 'gone' };

export type IntegrationHealth = {
  /**
   * Writes all of it or nothing: no instant moves backwards, and at least one is due. Claims are always due, and are
   * written only in place of those that were read; so is a share, which may be due by itself.
   */
  readonly note: (
    integrationId: string,
    evidence: Evidence,
    claims?: ClaimsWrite,
    share?: ShareWrite,
  ) => Promise<NoteOutcome>;
  /** What stands; `undefined` when the integration is gone. */
  readonly find: (integrationId: string) => Promise<KnownHealth | undefined>;
};

/** Evidence of the integrations that have any, by id. */
export type FindEvidence = (integrationIds: readonly string[]) => Promise<ReadonlyMap<string, Evidence>>;
