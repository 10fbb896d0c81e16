/**
 * A deletion revokes the keys, frees the name and forgets the Freshchat key; ledger and counts stay, unless erasing is
 * asked for, now or later.
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
import type { Erasure, Integration } from './integration.ts';
import type { FindKeys, KeyEnd } from './integration-store.port.ts';

export type Deletion =
  | { readonly kind: 'deleted' }
  | { readonly kind: 'erasing'; readonly integration: Integration }
  | { readonly kind: 'not_found' | 'name_taken' };

export type DeleteIntegration = (ref: Ref, isErased: boolean) => Promise<Deletion>;

type Ports = StorePorts & { readonly findKeys: FindKeys; readonly clock: Clock };

export const createDeleteIntegration = (ports: Ports): DeleteIntegration => {
  const { findIntegration, findKeys, clock } = ports;

  const activeKeys = async ({ keyIds }: Integration, now: Instant, by?: string): Promise<readonly KeyEnd[]> =>
    (await findKeys(keyIds))
      .filter((key) => keyStateOf(key, now) === 'active')
      .map(({ keyId }) => ({ keyId, revokedAt: now, ...(by !== undefined && { revokedBy: by }) }));

  const remove = async (before: Integration, by?: string): Promise<Decision<Deletion>> => {
    if (before.deletedAt !== undefined) return { answer: { kind: 'not_found' } };
    const now = clock();
    const endedKeys = await activeKeys(before, now, by);
    return { change: { after: toDeleted(before, now, by), endedKeys, checkAt: now }, answer: { kind: 'deleted' } };
  };

  const erase = async (before: Integration, by?: string): Promise<Decision<Deletion>> => {
    if (before.erasure) return { answer: { kind: 'erasing', integration: before } };
    const now = clock();
    const erasure: Erasure = { requestedAt: now, nextPassAt: now, deletedChats: 0, deletedCounts: 0 };
    const after = { ...toDeleted(before, now, by), erasure };
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

const toDeleted = (before: Integration, now: Instant, by?: string): Integration => {
  const { freshchatKey: _, ...rest } = before;
  if (before.deletedAt !== undefined) return { ...rest, ...nextVersion(before) };
  return { ...rest, ...nextVersion(before), deletedAt: now, ...(by !== undefined && { deletedBy: by }) };
};
