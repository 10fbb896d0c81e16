/**
 * The look-up of an API key, with a memory: a fresh answer serves for 60 s, so that a revocation takes effect within
 * 60 s. Unknown keys are remembered for seconds only, for one that was just generated may not be found yet, and in a
 * memory of their own, for strangers must not push the known ones out. When the store does not answer, a key that it knew within the
 * last 15 minutes is still let in: our outage must not look like the customer's dead key.
 */

import { createBoundedMemory } from '../core/bounded-memory.ts';
import type { Clock } from '../core/clock.ts';
import type { Instant } from '../core/instant.ts';
import type { ApiKey } from './api-key.ts';

export const FRESH_MS = 60_000;
/** A stranger who knocks all the time costs one look-up in this time. */
export const UNKNOWN_MS = 3_000;
export const STALE_MS = 15 * 60_000;

export type FindKey = (keyId: string) => Promise<ApiKey | undefined>;

/** `foundAt` is when the store was asked: a revocation after that may be missing in the answer. */
type Found = { readonly key: ApiKey; readonly foundAt: Instant };
type Answer = { readonly key: ApiKey | undefined; readonly foundAt: Instant };

export type KeyLookUp = { readonly key: ApiKey | undefined; readonly isStale: boolean };

/** Rejects when the store does not answer and memory does not help. */
export type LookUpKey = (keyId: string) => Promise<KeyLookUp>;

export const createLookUpKey = ({ findKey, clock }: { findKey: FindKey; clock: Clock }): LookUpKey => {
  const memory = createBoundedMemory<Found>();
  /** When the store was asked. */
  const unknown = createBoundedMemory<Instant>();
  const underway = new Map<string, Promise<Answer>>();
  /** Requests that come together ask once: a cold start under load must not ask for one key a hundred times. */
  const findOnce = (keyId: string, now: Instant): Promise<Answer> => {
    const find = async (): Promise<Answer> => ({ key: await findKey(keyId), foundAt: now });
    const asked = underway.get(keyId) ?? find().finally(() => underway.delete(keyId));
    underway.set(keyId, asked);
    return asked;
  };
  return async (keyId) => {
    const now = clock();
    const remembered = memory.get(keyId);
    if (remembered && now - remembered.foundAt < FRESH_MS) return { key: remembered.key, isStale: false };
    const missedAt = unknown.get(keyId);
    if (missedAt !== undefined && now - missedAt < UNKNOWN_MS) return { key: undefined, isStale: false };
    try {
      const { key, foundAt } = await findOnce(keyId, now);
      if (key) {
        memory.set(keyId, { key, foundAt });
      } else {
        memory.delete(keyId);
        unknown.set(keyId, foundAt);
      }
      return { key, isStale: false };
    } catch (error) {
      if (!remembered || now - remembered.foundAt >= STALE_MS) throw error;
      return { key: remembered.key, isStale: true };
    }
  };
};
