/**
 * A rotation: the new key is shown once, and the older ones may overlap.
 *
 *   old key   ─────────────────────┬── works ──┤ expires
 *   new key             generated ─┴── works ──────────────▶
 *                                  └ expireOthersAfter ┘
 */

import type { Clock } from '../core/clock.ts';
import type { Instant } from '../core/instant.ts';
import { type ApiKey, formatApiKey, hashApiKey, KEY_ID_BYTES, keyStateOf, SECRET_BYTES } from '../intake/api-key.ts';
import { changeStored, type Decision, findOwn, nextRevision, type Ref, type StorePorts } from './change-stored.ts';
import { type Integration, MAX_ACTIVE_KEYS, MAX_KEPT_KEYS } from './integration.ts';
import type { FindKeys } from './integration-store.port.ts';

export type KeyGeneration =
  /** `key` in clear: this is the only time that it exists outside the app. */
  | {
      readonly kind: 'generated';
      readonly keyId: string;
      readonly key: string;
      readonly createdAt: Instant;
      readonly expiresAt?: Instant;
    }
  | { readonly kind: 'too_many_keys' | 'expired_already' }
  | { readonly kind: 'not_found' | 'name_taken' };

export type WantedKey = {
  /** Without it the key works until it is revoked. */
  readonly expiresAt?: Instant;
  /** Without it the other keys go on as they are. */
  readonly expireOthersAfterMs?: number;
};

export type GenerateKey = (ref: Ref, wanted: WantedKey) => Promise<KeyGeneration>;

type Ports = StorePorts & {
  readonly findKeys: FindKeys;
  readonly randomBytes: (count: number) => Uint8Array;
  readonly clock: Clock;
};

export const createGenerateKey = (ports: Ports): GenerateKey => {
  const { findIntegration, findKeys, randomBytes, clock } = ports;

  const decide = async (
    before: Integration,
    { expiresAt, expireOthersAfterMs: overlapMs }: WantedKey,
    by: string | undefined,
  ): Promise<Decision<KeyGeneration>> => {
    const createdAt = clock();
    if (expiresAt !== undefined && expiresAt <= createdAt) return { answer: { kind: 'expired_already' } };
    const keys = await findKeys(before.keyIds);
    const active = keys.filter((key) => keyStateOf(key, createdAt) === 'active');
    if (overlapMs !== 0 && active.length >= MAX_ACTIVE_KEYS) return { answer: { kind: 'too_many_keys' } };
    const { keyId, key } = formatApiKey(randomBytes(KEY_ID_BYTES), randomBytes(SECRET_BYTES));
    const { integrationId, accountId, acceptsFrom } = before;
    const forgottenKeyIds = oldestDead(keys, createdAt);
    const kept = before.keyIds.filter((id) => !forgottenKeyIds.includes(id));
    return {
      change: {
        after: { ...before, ...nextRevision(before), keyIds: [...kept, keyId] },
        newKey: {
          keyId,
          hash: hashApiKey(key),
          integrationId,
          accountId,
          createdAt,
          ...(expiresAt !== undefined && { expiresAt }),
          ...(by !== undefined && { createdBy: by }),
          ...(acceptsFrom !== undefined && { acceptsFrom }),
        },
        endedKeys: overlapMs === undefined ? [] : endings(active, createdAt + overlapMs),
        forgottenKeyIds,
        checkAt: createdAt,
      },
      answer: { kind: 'generated', keyId, key, createdAt, ...(expiresAt !== undefined && { expiresAt }) },
    };
  };

  return (ref, wanted) =>
    changeStored<KeyGeneration>(
      ports,
      () => findOwn(ref, findIntegration),
      (before) => decide(before, wanted, ref.by),
    );
};

/** A key that ends sooner keeps its end. */
const endings = (keys: readonly ApiKey[], expiresAt: Instant) =>
  keys
    .filter((key) => key.expiresAt === undefined || key.expiresAt > expiresAt)
    .map(({ keyId }) => ({ keyId, expiresAt }));

/** Room for one more. */
const oldestDead = (keys: readonly ApiKey[], now: Instant): readonly string[] => {
  const excess = Math.max(0, keys.length + 1 - MAX_KEPT_KEYS);
  return keys
    .filter((key) => keyStateOf(key, now) !== 'active')
    .toSorted((a, b) => a.createdAt - b.createdAt)
    .slice(0, excess)
    .map(({ keyId }) => keyId);
};
