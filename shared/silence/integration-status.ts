/**
 * docs/architecture.md, Silence: an integration's status, computed from evidence and never set by hope.
 *
 * An early word is a warning beside a status that still holds: the integration stays `operational` or `waiting`, and
 * carries the cause with severity `warning`. Past the deadline the same cause makes it `silent`.
 */

import { BREAK_MS } from '../completeness/claims.ts';
import type { Instant } from '../core/instant.ts';
import {
  type EvidenceSinceCreation,
  goneSince,
  isUninstalled,
  lastCarriedAt,
  lastSignOfLife,
  openInvalidAt,
  openRefusal,
} from './evidence.ts';
import { NO_OUTAGES, type OurOutages, timeWithoutOutages } from './our-outages.ts';
import { beginTogether, doubtfulRefusal, type RefusalKind } from './refused-as.ts';
import { isLostByKey, steadyLossAt } from './refused-share.ts';
import { deadlineAfter, instantAfterActiveTime, type SilencePolicy } from './silence-policy.ts';

/** In the order in which they are tried: the first that fits explains the silence. */
export const CAUSES = [
  'pipeline_stalled',
  'key_rejected',
  'events_invalid',
  'app_uninstalled',
  'app_silent',
  'never_connected',
  'no_chats',
] as const;
export type Cause = (typeof CAUSES)[number];

/** The causes that lie with the integration; only these open an incident of its own. */
export type OwnCause = Exclude<Cause, 'pipeline_stalled'>;
type EarlyCause = Extract<Cause, 'key_rejected' | 'events_invalid' | 'app_uninstalled'>;
export type Severity = 'warning' | 'critical';

export type IntegrationStatus =
  | { readonly status: 'waiting' | 'operational' }
  | { readonly status: 'waiting' | 'operational'; readonly cause: EarlyCause; readonly severity: 'warning' }
  | { readonly status: 'silent'; readonly cause: OwnCause; readonly severity: Severity }
  | { readonly status: 'paused' }
  /** Without a cause: many fell silent at once, and our own probe sees nothing wrong. */
  | { readonly status: 'unknown'; readonly cause?: 'pipeline_stalled' };

/** What the monitor knows of ourselves. */
export type PipelineHealth = {
  /** Since when our own probe has not come through, or since when we were not there until a moment ago. */
  readonly stalledSince?: Instant;
  /** Since when so many are silent, or refused, together that it is probably ours. */
  readonly manySilentSince?: Instant;
  /** What the requests of many are refused with since then; absent when many are silent. */
  readonly manyRefusedAs?: RefusalKind;
  /** Those that are over. */
  readonly ourOutages?: OurOutages;
};

const MINUTE_MS = 60_000;

/** Two refusals this far apart with nothing accepted between them are no slip while somebody swaps keys. */
const REFUSED_FOR_MS = 2 * MINUTE_MS;

export const statusOf = (
  seen: EvidenceSinceCreation,
  policy: SilencePolicy,
  now: Instant,
  pipeline: PipelineHealth,
): IntegrationStatus => {
  if (policy.pausedUntil !== undefined && now < policy.pausedUntil) return { status: 'paused' };
  const isStalled = pipeline.stalledSince !== undefined;
  if (now >= silenceDeadline(seen, policy, pipeline.ourOutages)) {
    if (isStalled) return { status: 'unknown', cause: 'pipeline_stalled' };
    const cause = causeOf(seen, now, pipeline.ourOutages);
    if (isPerhapsOurs(seen, cause, pipeline)) return { status: 'unknown' };
    return { status: 'silent', cause, severity: SEVERITY[cause] };
  }
  const status = seen.chatEventAt === undefined ? 'waiting' : 'operational';
  // While we are stalled, the request that mended it may be waiting in our own queue.
  const cause = isStalled ? undefined : earlyCauseOf(seen, now);
  if (cause && isPerhapsOurs(seen, cause, pipeline)) return { status: 'unknown' };
  return cause ? { status, cause, severity: 'warning' } : { status };
};

/** When this integration is silent if no chat event comes; also the latest instant at which to look again. */
export const silenceDeadline = (
  { chatEventAt, createdAt }: EvidenceSinceCreation,
  policy: SilencePolicy,
  outages: OurOutages = NO_OUTAGES,
): Instant => deadlineAfter(chatEventAt ?? createdAt, policy, outages);

/**
 * When the silence of an app was complete: neither chats nor heartbeats. Before that it may just have no chats.
 */
export const appSilentSince = (
  seen: EvidenceSinceCreation,
  policy: SilencePolicy,
  outages: OurOutages = NO_OUTAGES,
): Instant => {
  const heartbeatDueAt = instantAfterActiveTime(lastSignOfLife(seen) ?? seen.createdAt, BREAK_MS, ALWAYS, outages);
  return Math.max(silenceDeadline(seen, policy, outages), heartbeatDueAt);
};

const ALWAYS = { windowMs: BREAK_MS } satisfies SilencePolicy;

/** What an outage of ours looks like from here; every other cause is something that came through. */
const PERHAPS_OURS: readonly OwnCause[] = ['app_silent', 'no_chats', 'never_connected'];

/**
 * Nobody is muted on faith: what came through since the suspected outage began proves that the pipeline works for this
 * integration, and what a refused key or a removed app shows is certain. Only when the requests of many are refused
 * alike, those that began to be refused with them wait for what is found.
 */
const isPerhapsOurs = (
  seen: EvidenceSinceCreation,
  cause: OwnCause,
  { manySilentSince: since, manyRefusedAs: kind }: PipelineHealth,
): boolean => {
  if (since === undefined) return false;
  if (kind === undefined) return PERHAPS_OURS.includes(cause) && lastCarriedAt(seen) <= since;
  const refusal = REFUSED.includes(cause) ? doubtfulRefusal(seen) : undefined;
  return refusal !== undefined && refusal.kind === kind && beginTogether(refusal.since, since);
};

const REFUSED: readonly OwnCause[] = ['key_rejected', 'events_invalid'];

const causeOf = (seen: EvidenceSinceCreation, now: Instant, outages: OurOutages = NO_OUTAGES): OwnCause => {
  if (openRefusal(seen)) return 'key_rejected';
  if (openInvalidAt(seen) !== undefined) return 'events_invalid';
  // Past the deadline no known event about a chat has come: what came instead is the reason.
  const lastChatAt = seen.chatEventAt ?? seen.createdAt;
  if (seen.typesUnknownAt !== undefined && seen.typesUnknownAt > lastChatAt) return 'events_invalid';
  const loss = steadyLossAt(seen.refusedShare, now);
  if (loss && loss.lastAt > lastChatAt && !isLostByKey(loss)) return 'events_invalid';
  if (isUninstalled(seen)) return 'app_uninstalled';
  const lastSeen = lastSignOfLife(seen);
  if (lastSeen === undefined) return 'never_connected';
  return timeWithoutOutages(lastSeen, now, outages) > BREAK_MS ? 'app_silent' : 'no_chats';
};

const earlyCauseOf = (seen: EvidenceSinceCreation, now: Instant): EarlyCause | undefined => {
  if (hasLasted(seen.refusedSince, openRefusal(seen)?.at, seen.acceptedAt)) return 'key_rejected';
  if (hasLasted(seen.invalidSince, openInvalidAt(seen), seen.acceptedAt)) return 'events_invalid';
  return now >= (goneSince(seen) ?? Number.POSITIVE_INFINITY) ? 'app_uninstalled' : undefined;
};

/** A streak that was written late may seem to start before the last accepted request, which ended it. */
const hasLasted = (
  since: Instant | undefined,
  last: Instant | undefined,
  acceptedAt: Instant = Number.NEGATIVE_INFINITY,
): boolean => since !== undefined && last !== undefined && last - Math.max(since, acceptedAt) >= REFUSED_FOR_MS;

const SEVERITY = {
  key_rejected: 'critical',
  events_invalid: 'critical',
  app_uninstalled: 'critical',
  app_silent: 'critical',
  never_connected: 'critical',
  no_chats: 'warning',
} as const satisfies Readonly<Record<OwnCause, Severity>>;

const MANY_SILENT_SHARE = 0.3;
const MANY_SILENT_AT_LEAST = 5;

/** Whether so many accounts fell silent together that it is one platform incident, ours until shown otherwise. */
export const areManySilent = (silentAccounts: number, activeAccounts: number): boolean =>
  silentAccounts >= MANY_SILENT_AT_LEAST && silentAccounts >= activeAccounts * MANY_SILENT_SHARE;
