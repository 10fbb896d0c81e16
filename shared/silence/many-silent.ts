/** Whether so many fell silent together that it is one incident of the platform, and none of theirs. */

import type { Instant } from '../core/instant.ts';
import { areManySilent } from './integration-status.ts';
import type { Judgement } from './judge-one.ts';
import { isOpen, type Stretch } from './platform-trouble.ts';

/** Deadlines of integrations that stopped at the same moment spread over several runs. */
const TOGETHER_MS = 30 * 60_000;

/**
 * `judgements` as they are without any trouble of ours. Who never sent a chat cannot fall silent, and what was silent
 * before is not part of it.
 */
export const fellSilentTogether = (
  judgements: readonly Judgement[],
  last: Stretch | undefined,
  now: Instant,
): readonly Judgement[] => {
  const since = (last && isOpen(last) ? last.startedAt : now) - TOGETHER_MS;
  return judgements.filter(({ status, watched: { incident } }) => {
    if (status.status !== 'silent' || status.cause === 'never_connected') return false;
    const isOpenBefore = incident && incident.closedAt === undefined && incident.openedAt < since;
    return !isOpenBefore;
  });
};

/** Counting the active ones reads them all, and is done only where the answer matters. */
export const isPlatformIncident = async (fellSilent: number, countActive: () => Promise<number>): Promise<boolean> =>
  areManySilent(fellSilent, 0) && areManySilent(fellSilent, await countActive());
