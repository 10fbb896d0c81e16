import type { ApiKey } from '../intake/api-key.ts';

/** What a sentence about a refused key needs of the keys of an integration: no hash. */
export type KnownKey = Pick<ApiKey, 'keyId' | 'createdAt' | 'expiresAt' | 'revokedAt'>;

/** In any order; those that are not there are left out. */
export type FindKeyStates = (keyIds: readonly string[]) => Promise<readonly KnownKey[]>;
