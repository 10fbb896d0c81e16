/** What the use cases of Account > Integrations need of the store. All reads are consistent, but the order of a list. */

import type { Instant } from '../core/instant.ts';
import type { ApiKey } from '../intake/api-key.ts';
import type { Integration } from './integration.ts';

/** Everything in it is written together, or nothing. */
export type IntegrationChange = {
  /** Absent: a new integration, with a place for its evidence. */
  readonly before?: Integration;
  readonly after: Integration;
  /** When the monitor looks at it next: a change may have moved its deadline. */
  readonly checkAt: Instant;
  readonly newKey?: ApiKey;
  /** Keys that get the `acceptsFrom` of `after`, or lose theirs. */
  readonly followingKeyIds?: readonly string[];
  readonly endedKeys?: readonly KeyEnd[];
  readonly forgottenKeyIds?: readonly string[];
};

export type KeyEnd = { readonly keyId: string } & (
  | { readonly expiresAt: Instant }
  | { readonly revokedAt: Instant; readonly revokedBy?: string }
);

export type SaveOutcome =
  | 'saved'
  /** Another integration of the account has the name. */
  | 'name_taken'
  /** The account has no room for another one. */
  | 'too_many_integrations'
  /** `before` is no longer what is stored: read it again. */
  | 'overtaken';

export type SaveIntegration = (change: IntegrationChange) => Promise<SaveOutcome>;

/** Deleted integrations are found too, as long as their progress of erasing is to be told. */
export type FindIntegration = (integrationId: string) => Promise<Integration | undefined>;

/** In the order that was asked for; unknown ids are left out. */
export type FindKeys = (keyIds: readonly string[]) => Promise<readonly ApiKey[]>;
