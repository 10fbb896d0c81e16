/** Whether so many accounts fell silent together that it is one incident of the platform, and none of theirs. */

import type { Instant } from '../core/instant.ts';
import { accountOf } from '../core/integration-id.ts';
import { type Evidence, lastCarriedAt } from './evidence.ts';
import { appSilentSince, areManySilent, type PipelineHealth } from './integration-status.ts';
import type { Judgement } from './judge-one.ts';
import { isOpen, type ManySilent, type ManySilentNow } from './platform-trouble.ts';
import type { Watched } from './watch-store.port.ts';

const MINUTE_MS = 60_000;

/** Integrations that stopped at the same moment are noticed over several runs. */
const TOGETHER_MS = 30 * MINUTE_MS;
/** By then on-call has had the time to find a fault of ours. */
const MUTE_FOR_MS = 2 * 60 * MINUTE_MS;
/** An app sends a heartbeat at least every hour. */
const HEARTBEAT_DUE_MS = 65 * MINUTE_MS;

type Member = { readonly account: string; readonly silentSince: Instant };

type Store = {
  readonly findActive: () => Promise<readonly string[]>;
  readonly findEvidence: (integrationIds: readonly string[]) => Promise<ReadonlyMap<string, Evidence>>;
};

/**
 * `judgements` as they are without any trouble of ours. Accounts count, not integrations: one tenant must not mute
 * others. Reading the active ones is done only where the answer matters.
 */
export const findManySilent = async (
  judgements: readonly Judgement[],
  last: ManySilent | undefined,
  pipeline: PipelineHealth,
  now: Instant,
  store: Store,
): Promise<ManySilentNow> => {
  const open = last && isOpen(last) ? last : undefined;
  const members = membersOf(judgements, open, pipeline, now);
  const accounts = new Set(members.map(({ account }) => account));
  if (!areManySilent(accounts.size, 0)) return 'no';
  const active = await store.findActive();
  if (!areManySilent(accounts.size, new Set(active.map(accountOf)).size)) return 'no';
  const since = open?.startedAt ?? Math.min(...members.map(({ silentSince }) => silentSince));
  if (now - since < MUTE_FOR_MS) return { since };
  // The probe enters behind the HTTP API: only requests of others prove that one.
  const others = await store.findEvidence(active.filter((id) => !accounts.has(accountOf(id))));
  const provenAfter = Math.max(since, now - HEARTBEAT_DUE_MS);
  return [...others.values()].some(({ acceptedAt = 0 }) => acceptedAt > provenAfter) ? 'not_ours' : { since };
};

/** Whose app fell silent together with the others, and showed nothing since. */
const membersOf = (
  judgements: readonly Judgement[],
  open: ManySilent | undefined,
  { ourOutages }: PipelineHealth,
  now: Instant,
): readonly Member[] => {
  const earliest = (open?.startedAt ?? now) - TOGETHER_MS;
  const isProven = ({ evidence }: Watched) => open !== undefined && lastCarriedAt(evidence) > open.startedAt;
  return judgements.flatMap(({ status, watched }) => {
    if (status.status !== 'silent' || status.cause !== 'app_silent' || isProven(watched)) return [];
    const silentSince = appSilentSince(watched.evidence, watched.policy, ourOutages);
    return silentSince < earliest ? [] : [{ account: accountOf(watched.integrationId), silentSince }];
  });
};
