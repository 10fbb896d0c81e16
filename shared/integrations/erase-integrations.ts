/**
 * Erases what integrations leave: settings, ledger, counts, incidents. In passes, for what was under way when the keys
 * were revoked still arrives (docs/decisions/0004):
 *
 *   requested ── seven days, undo ── begins: settings go, then pages ── nothing left ── a day ── pass: nothing came: erased
 *                                                                       └ … a day between passes … ── 19 days after the request ── done
 */

import type { Clock } from '../core/clock.ts';
import type { Instant } from '../core/instant.ts';
import { nextRevision } from './change-stored.ts';
import type { Erasure, Integration } from './integration.ts';
import type { FindIntegration, SaveIntegration } from './integration-store.port.ts';

export type EraseTables = {
  /** Integrations whose next pass is due, the first one too. The index behind it may lag. */
  readonly dueErasures: (now: Instant) => Promise<readonly string[]>;
  /** Each deletes a page and answers how many items it held; 0 when nothing is left. */
  readonly eraseChats: (integrationId: string) => Promise<number>;
  readonly eraseCounts: (integrationId: string) => Promise<number>;
  readonly eraseIncidents: (integrationId: string) => Promise<number>;
};

export type EraseRun = { readonly passes: number; readonly deletedChats: number; readonly deletedCounts: number };

/** Goes on as long as there is time; the next run takes up what is left. */
export type EraseIntegrations = (hasTime: () => boolean) => Promise<EraseRun>;

type Ports = {
  readonly tables: EraseTables;
  readonly findIntegration: FindIntegration;
  readonly saveIntegration: SaveIntegration;
  readonly clock: Clock;
};

const DAY_MS = 24 * 60 * 60_000;
const SWEEP_EVERY_MS = DAY_MS;
/** A message lives 4 days in the queue and 14 more in its dead-letter queue; the ledger's stream takes a day at most. */
export const SWEEP_FOR_MS = 19 * DAY_MS;

export const createEraseIntegrations = ({
  tables,
  findIntegration,
  saveIntegration,
  clock,
}: Ports): EraseIntegrations => {
  const save = async (before: Integration, changed: Integration): Promise<Integration | undefined> => {
    const after = { ...changed, ...nextRevision(before) };
    const outcome = await saveIntegration({ before, after, checkAt: clock() });
    return outcome === 'saved' ? after : undefined;
  };

  /**
   * The end of undo: one write takes the settings away and frees the name. Nothing is deleted before it stands, and an
   * undo that is faster makes it fail.
   */
  const begin = async (found: Integration, now: Instant): Promise<Integration | undefined> => {
    const { erasure } = found;
    if (erasure?.erasesAt === undefined) return found;
    return erasure.erasesAt > now ? undefined : save(found, toBegun(found, erasure));
  };

  /** A page at a time, so that the progress shows and nothing is done twice for want of a word. */
  const page = async (integrationId: string): Promise<Pages> => {
    const deletedChats = await tables.eraseChats(integrationId);
    if (deletedChats > 0) return { deletedChats, deletedCounts: 0, isLast: false };
    const deletedCounts = await tables.eraseCounts(integrationId);
    if (deletedCounts > 0) return { deletedChats: 0, deletedCounts, isLast: false };
    return { deletedChats: 0, deletedCounts: 0, isLast: (await tables.eraseIncidents(integrationId)) === 0 };
  };

  const pass = async (integrationId: string, hasTime: () => boolean): Promise<EraseRun> => {
    const startedAt = clock();
    let run = NOTHING;
    const found = await findIntegration(integrationId);
    let current = found && (await begin(found, startedAt));
    while (current?.erasure && hasTime()) {
      const { isLast, ...deleted } = await page(integrationId);
      run = add(run, deleted);
      const erasure = isLast ? afterPass(current.erasure, startedAt, clock()) : afterPage(current.erasure, deleted);
      current = await save(current, { ...current, erasure });
      if (isLast) return { ...run, passes: 1 };
    }
    return run;
  };

  return async (hasTime) => {
    let run = NOTHING;
    const errors: unknown[] = [];
    for (const integrationId of await tables.dueErasures(clock())) {
      if (!hasTime()) break;
      try {
        const done = await pass(integrationId, hasTime);
        run = { ...add(run, done), passes: run.passes + done.passes };
      } catch (error) {
        errors.push(error);
      }
    }
    // After the others had their turn: one integration that cannot be read keeps none of them waiting.
    if (errors.length > 0) throw errors[0];
    return run;
  };
};

type Deleted = { readonly deletedChats: number; readonly deletedCounts: number };
type Pages = Deleted & { readonly isLast: boolean };

const NOTHING: EraseRun = { passes: 0, deletedChats: 0, deletedCounts: 0 };

const sum = (a: Deleted, b: Deleted): Deleted => ({
  deletedChats: a.deletedChats + b.deletedChats,
  deletedCounts: a.deletedCounts + b.deletedCounts,
});

const add = (run: EraseRun, deleted: Deleted): EraseRun => ({ ...run, ...sum(run, deleted) });

/** A name without a holder stays, for the list to show what is being erased; and the keys' ids, which are no secrets. */
const toBegun = (found: Integration, { erasesAt: _, ...erasure }: Erasure): Integration => {
  const { deletedAt, freshchatDomain: _domain, silencePolicy: _policy, pausedAt: _paused, ...rest } = found;
  const { acceptsFrom: _from, ...begun } = rest;
  if (deletedAt !== undefined) return { ...begun, deletedAt, erasure };
  const { requestedAt, requestedBy } = erasure;
  return { ...begun, deletedAt: requestedAt, ...(requestedBy !== undefined && { deletedBy: requestedBy }), erasure };
};

/** Something came back: whoever was told that all is erased is told otherwise. */
const afterPage = ({ emptyAt: _empty, erasedAt: _erased, ...erasure }: Erasure, deleted: Deleted): Erasure => ({
  ...erasure,
  ...sum(erasure, deleted),
});

/**
 * A day without a find, and nobody may expect more. Only a pass that began after the last message could have come ends the
 * sweeping.
 */
const afterPass = ({ nextPassAt: _, ...erasure }: Erasure, startedAt: Instant, now: Instant): Erasure => ({
  ...erasure,
  emptyAt: erasure.emptyAt ?? now,
  ...(erasure.emptyAt !== undefined && startedAt >= erasure.emptyAt + DAY_MS && { erasedAt: erasure.erasedAt ?? now }),
  ...(startedAt < erasure.requestedAt + SWEEP_FOR_MS && { nextPassAt: now + SWEEP_EVERY_MS }),
});
