/** Undoes a request to erase, as long as the erasing has not begun: everything is there still, but for the keys. */

import type { Clock } from '../core/clock.ts';
import {
  changeStored,
  type Decision,
  findOwnOrDeleted,
  nextVersion,
  type Ref,
  type StorePorts,
} from './change-stored.ts';
import type { Integration } from './integration.ts';

export type Restoration =
  | { readonly kind: 'restored'; readonly integration: Integration }
  /** It had been deleted before the erasing was asked for, and is deleted again: its data stay. */
  | { readonly kind: 'deleted' }
  | { readonly kind: 'erasing_began' }
  | { readonly kind: 'not_found' | 'name_taken' };

export type RestoreIntegration = (ref: Ref) => Promise<Restoration>;

type Ports = StorePorts & { readonly clock: Clock };

export const createRestoreIntegration = (ports: Ports): RestoreIntegration => {
  const decide = async (before: Integration): Promise<Decision<Restoration>> => {
    const { erasure, ...rest } = before;
    if (erasure && erasure.erasesAt === undefined) return { answer: { kind: 'erasing_began' } };
    if (!erasure && before.deletedAt !== undefined) return { answer: { kind: 'not_found' } };
    // Sent twice: it is as it was wanted.
    if (!erasure) return { answer: { kind: 'restored', integration: before } };
    const after = { ...rest, ...nextVersion(before) };
    const answer: Restoration =
      after.deletedAt === undefined ? { kind: 'restored', integration: after } : { kind: 'deleted' };
    return { change: { after, checkAt: ports.clock() }, answer };
  };

  return (ref) => changeStored<Restoration>(ports, () => findOwnOrDeleted(ref, ports.findIntegration), decide);
};
