/**
 * A deletion revokes the keys, frees the name and forgets the Freshchat key; ledger and counts stay, unless erasing is
 * asked for, now or later. Erasing kills the keys at once, and for seven days nothing else: it can be undone
 * (docs/decisions/0004).
 */

import type { Clock } from '../core/clock.ts';
import type { Instant } from '../core/instant.ts';
import { keyStateOf } from '../intake/api-key.ts';
import {
  changeStored,
  type Decision,
  findOwnOrDeleted,
  nextVersion,
  type Ref,
  type StorePorts,
} from './change-stored.ts';
import { type Erasure, type Integration, isLive } from './integration.ts';
import type { FindKeys, KeyEnd } from './integration-store.port.ts';

export type Deletion =
  | { readonly kind: 'deleted' }
  | { readonly kind: 'erasing'; readonly integration: Integration }
  | { readonly kind: 'not_found' | 'name_taken' };

export type DeleteIntegration = (ref: Ref, isErased: boolean) => Promise<Deletion>;

type Ports = StorePorts & {
  readonly findKeys: FindKeys;
  readonly clock: Clock;
  /** How long erasing can be undone. */
  readonly eraseAfterMs: number;
};

/**
 * Time to notice a mistake, and longer than what was sent before the keys died is under way: 15 minutes of keys that
 * are remembered, 4 days of the queue, a day of the ledger's stream.
 */
export const ERASE_AFTER_MS = 7 * 24 * 60 * 60_000;

export const createDeleteIntegration = (ports: Ports): DeleteIntegration => {
  const { findIntegration, findKeys, clock, eraseAfterMs } = ports;

  const activeKeys = async ({ keyIds }: Integration, now: Instant, by?: string): Promise<readonly KeyEnd[]> =>
    (await findKeys(keyIds))
      .filter((key) => keyStateOf(key, now) === 'active')
      .map(({ keyId }) => ({ keyId, revokedAt: now, ...(by !== undefined && { revokedBy: by }) }));

  const remove = async (before: Integration, by?: string): Promise<Decision<Deletion>> => {
    if (!isLive(before)) return { answer: { kind: 'not_found' } };
    const now = clock();
    const endedKeys = await activeKeys(before, now, by);
    return { change: { after: toDeleted(before, now, by), endedKeys, checkAt: now }, answer: { kind: 'deleted' } };
  };

  const erase = async (before: Integration, by?: string): Promise<Decision<Deletion>> => {
    if (before.erasure) return { answer: { kind: 'erasing', integration: before } };
    const now = clock();
    const erasesAt = now + eraseAfterMs;
    const erasure: Erasure = {
      requestedAt: now,
      ...(by !== undefined && { requestedBy: by }),
      erasesAt,
      nextPassAt: erasesAt,
      deletedChats: 0,
      deletedCounts: 0,
    };
    const after = { ...withoutFreshchatKey(before), ...nextVersion(before), erasure };
    const endedKeys = await activeKeys(before, now, by);
    return { change: { after, endedKeys, checkAt: now }, answer: { kind: 'erasing', integration: after } };
  };

  return (ref, isErased) =>
    changeStored<Deletion>(
      ports,
      () => findOwnOrDeleted(ref, findIntegration),
      (before) => (isErased ? erase : remove)(before, ref.by),
    );
};

/** What no longer serves is forgotten at once; settings are entered again more easily than a secret is taken back. */
const withoutFreshchatKey = ({ freshchatKey: _, ...rest }: Integration): Integration => rest;

const toDeleted = (before: Integration, now: Instant, by?: string): Integration => ({
  ...withoutFreshchatKey(before),
  ...nextVersion(before),
  deletedAt: now,
  ...(by !== undefined && { deletedBy: by }),
});
