/**
 * Read, decide, write under the condition that nobody wrote in between; and again when somebody did.
 */

import { ContentionError } from '../core/contention-error.ts';
import { isOwnId } from '../core/integration-id.ts';
import { type Integration, isLive } from './integration.ts';
import type { FindIntegration, IntegrationChange, SaveIntegration } from './integration-store.port.ts';

export type Ref = {
  readonly accountId: string;
  readonly integrationId: string;
  /** Who asks: the subject of the token. */
  readonly by?: string;
};

export type StorePorts = {
  readonly findIntegration: FindIntegration;
  readonly saveIntegration: SaveIntegration;
  readonly pause: (attempt: number) => Promise<void>;
};

/** The integration when the account owns it and has neither deleted it nor asked to erase it. Others answer exactly as unknown ones. */
export const findOwn = async (
  { accountId, integrationId }: Ref,
  findIntegration: FindIntegration,
): Promise<Integration | undefined> => {
  const found = await findOwnOrDeleted({ accountId, integrationId }, findIntegration);
  return found && isLive(found) ? found : undefined;
};

export const findOwnOrDeleted = async (
  { accountId, integrationId }: Ref,
  findIntegration: FindIntegration,
): Promise<Integration | undefined> =>
  isOwnId(accountId, integrationId) ? await findIntegration(integrationId) : undefined;

/** What to write and what to answer then, or the answer alone. */
export type Decision<T> =
  | { readonly change: Omit<IntegrationChange, 'before'>; readonly answer: T }
  | { readonly change?: never; readonly answer: T };

/** Each conflict means that another writer got through; so many in a row on one integration are heavy contention. */
const MAX_CONFLICTS = 12;

/** `decide` may run several times, each time on what is stored now. */
export const changeStored = async <T>(
  { saveIntegration, pause }: Pick<StorePorts, 'saveIntegration' | 'pause'>,
  read: () => Promise<Integration | undefined>,
  decide: (stored: Integration) => Promise<Decision<T>>,
): Promise<T | { readonly kind: 'not_found' | 'name_taken' }> => {
  for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts += 1) {
    if (conflicts > 0) await pause(conflicts);
    const before = await read();
    if (!before) return { kind: 'not_found' };
    const { change, answer } = await decide(before);
    if (!change) return answer;
    const outcome = await saveIntegration({ before, ...change });
    if (outcome === 'saved') return answer;
    if (outcome === 'name_taken') return { kind: 'name_taken' };
  }
  throw new ContentionError(MAX_CONFLICTS);
};

/** The settings changed: both counters move. */
export const nextVersion = (before: Integration) => ({ version: before.version + 1, revision: before.revision + 1 });

/** Something beside the settings changed. */
export const nextRevision = (before: Integration) => ({ revision: before.revision + 1 });
