/**
 * Whether so many accounts fell silent together, or are refused alike together, that it is one incident of the platform,
 * and none of theirs.
 */

import type { Instant } from '../core/instant.ts';
import { accountOf } from '../core/integration-id.ts';
import { type Evidence, lastCarriedAt } from './evidence.ts';
import { appSilentSince, areManySilent, type PipelineHealth } from './integration-status.ts';
import type { Judgement } from './judge-one.ts';
import { isOpen, type ManyFound, type ManySilent, type ManySilentNow } from './platform-trouble.ts';
import { beganLately, beginTogether, doubtfulRefusal, REFUSAL_KINDS, type RefusalKind } from './refused-as.ts';

const MINUTE_MS = 60_000;

/** Integrations that stopped at the same moment are noticed over several runs. */
const TOGETHER_MS = 30 * MINUTE_MS;
/** By then on-call has had the time to find a fault of ours. */
const MUTE_FOR_MS = 2 * 60 * MINUTE_MS;
/** An app sends a heartbeat at least every hour. */
const HEARTBEAT_DUE_MS = 65 * MINUTE_MS;

type Member = { readonly account: string; readonly since: Instant };
type Many = { readonly members: readonly Member[]; readonly refusal?: RefusalKind };

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
  const { members, refusal } = open
    ? membersOfOpen(open, judgements, pipeline)
    : fullest([
        { members: silentSince(now - TOGETHER_MS, judgements, pipeline) },
        ...REFUSAL_KINDS.map((kind) => ({ members: newlyRefused(kind, judgements, last, now), refusal: kind })),
      ]);
  const accounts = accountsOf(members);
  if (!areManySilent(accounts.size, 0)) return 'no';
  const active = await store.findActive();
  if (!areManySilent(accounts.size, new Set(active.map(accountOf)).size)) return 'no';
  const since = open?.startedAt ?? Math.min(...members.map((one) => one.since));
  const found: ManyFound = { since, ...(refusal && { refusal }), isOverdue: now - since >= MUTE_FOR_MS };
  if (!found.isOverdue) return found;
  // The probe enters behind the HTTP API: only requests of others prove that one.
  const others = await store.findEvidence(active.filter((id) => !accounts.has(accountOf(id))));
  const provenAfter = Math.max(since, now - HEARTBEAT_DUE_MS);
  return [...others.values()].some(({ acceptedAt = 0 }) => acceptedAt > provenAfter) ? 'not_ours' : found;
};

const accountsOf = (members: readonly Member[]): ReadonlySet<string> => new Set(members.map(({ account }) => account));

const NOBODY: Many = { members: [] };

const fullest = (groups: readonly Many[]): Many =>
  groups.reduce((a, b) => (accountsOf(b.members).size > accountsOf(a.members).size ? b : a), NOBODY);

const membersOfOpen = (
  { startedAt, refusal }: ManySilent,
  judgements: readonly Judgement[],
  pipeline: PipelineHealth,
): Many => {
  if (refusal === undefined) {
    const unproven = judgements.filter(({ watched }) => lastCarriedAt(watched.evidence) <= startedAt);
    return { members: silentSince(startedAt - TOGETHER_MS, unproven, pipeline) };
  }
  return { members: refusedAs(refusal, judgements).filter(({ since }) => beginTogether(since, startedAt)), refusal };
};

/** Whose app fell silent not before that. */
const silentSince = (
  earliest: Instant,
  judgements: readonly Judgement[],
  { ourOutages }: PipelineHealth,
): readonly Member[] =>
  judgements.flatMap(({ status, watched }) => {
    if (status.status !== 'silent' || status.cause !== 'app_silent') return [];
    const since = appSilentSince(watched.evidence, watched.policy, ourOutages);
    return since < earliest ? [] : [{ account: accountOf(watched.integrationId), since }];
  });

/** Whose requests began to be refused within one hour, and a moment ago. What was found not to be ours stays so. */
const newlyRefused = (
  kind: RefusalKind,
  judgements: readonly Judgement[],
  last: ManySilent | undefined,
  now: Instant,
): readonly Member[] => {
  const judged = last?.notOurs && last.refusal === kind ? last.startedAt : undefined;
  const news = refusedAs(kind, judgements).filter(
    ({ since }) => beganLately(since, now) && (judged === undefined || !beginTogether(since, judged)),
  );
  // Hours that begin at a full minute are enough, and few.
  const starts = [...new Set(news.map(({ since }) => since - (since % MINUTE_MS)))];
  const hours = starts.map((from) => ({
    members: news.filter(({ since }) => since >= from && beginTogether(since, from)),
  }));
  return fullest(hours).members;
};

const refusedAs = (kind: RefusalKind, judgements: readonly Judgement[]): readonly Member[] =>
  judgements.flatMap(({ status, watched: { integrationId, evidence } }) => {
    if (!('cause' in status) || (status.cause !== 'key_rejected' && status.cause !== 'events_invalid')) return [];
    const refusal = doubtfulRefusal(evidence);
    return refusal?.kind === kind ? [{ account: accountOf(integrationId), since: refusal.since }] : [];
  });
