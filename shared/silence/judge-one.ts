/** One look at one integration, without touching anything: its status, what becomes of its incident, when to look again. */

import { isDeepStrictEqual } from 'node:util';
import type { Instant } from '../core/instant.ts';
import { goneSince, openRefusal } from './evidence.ts';
import { type Incident, type Notice, nextIncident } from './incident.ts';
import { type IntegrationStatus, type PipelineHealth, silenceDeadline, statusOf } from './integration-status.ts';
import { steadyLossAt } from './refused-share.ts';
import type { NextLook, Watched } from './watch-store.port.ts';

export type Verdict =
  /** Deleted, and nothing is left to tell: what the monitor keeps of it goes. */
  | { readonly kind: 'gone' }
  /** Nothing to write: it stays due, and the next run looks again. */
  | { readonly kind: 'stays_due' }
  | { readonly kind: 'all_quiet'; readonly next: NextLook }
  | { readonly kind: 'incident'; readonly incident: Incident; readonly next: Instant; readonly notice?: Notice };

export type Judgement = { readonly watched: Watched; readonly status: IntegrationStatus; readonly verdict: Verdict };

/** Nobody wants to hear of what is deleted. */
const MUTED = { status: 'paused' } as const satisfies IntegrationStatus;

/** A look at once would be a look by this run's twin; any later run may look. */
const LATER_RUN_MS = 1_000;

export const judge = (watched: Watched, pipeline: PipelineHealth, now: Instant): Judgement => {
  const { evidence, policy, incident, isDeleted = false } = watched;
  const status = isDeleted ? MUTED : statusOf(evidence, policy, now, pipeline);
  const refusal = openRefusal(evidence);
  const look = { status, ...evidence, isDeleted, ...(refusal && { keyId: refusal.keyId }) };
  const step = nextIncident(incident, look, now);
  const deadline = silenceDeadline(evidence, policy, pipeline.ourOutages);
  if (step.action === 'none') {
    const next = nextLookAt(deadline, goneSince(evidence), now);
    return { watched, status, verdict: isDeleted ? { kind: 'gone' } : toQuiet(watched, status, pipeline, now, next) };
  }
  if (step.notice === undefined && isDeepStrictEqual(step.incident, incident)) {
    return { watched, status, verdict: { kind: 'stays_due' } };
  }
  const laterRun = now + LATER_RUN_MS;
  // With a notice, also a closed one is looked at once more: to see that it went out.
  const isDueAgain = step.incident.closedAt === undefined || step.notice !== undefined || isDeleted;
  const next = isDueAgain ? laterRun : Math.max(laterRun, deadline);
  return {
    watched,
    status,
    verdict: { kind: 'incident', incident: step.incident, next, ...(step.notice && { notice: step.notice }) },
  };
};

/** A removed app is told of before the deadline, when nobody has installed it again. */
const nextLookAt = (deadline: Instant, earlyAt: Instant | undefined, now: Instant): Instant =>
  earlyAt !== undefined && earlyAt > now ? Math.min(deadline, earlyAt) : deadline;

const toQuiet = (
  { policy, evidence }: Watched,
  { status }: IntegrationStatus,
  { stalledSince }: PipelineHealth,
  now: Instant,
  next: Instant,
): Verdict => {
  // Ours to mend, or many at once: what it is shows any minute. Nor is an early word said while we are stalled.
  if (status === 'unknown' || (status !== 'paused' && stalledSince !== undefined)) return { kind: 'stays_due' };
  // Chats are lost beside those that arrive: on-call's list reads who is due.
  if (status !== 'paused' && steadyLossAt(evidence.refusedShare, now)) return { kind: 'stays_due' };
  if (status !== 'paused') return { kind: 'all_quiet', next };
  const { pausedUntil = Number.POSITIVE_INFINITY } = policy;
  return { kind: 'all_quiet', next: Number.isFinite(pausedUntil) ? pausedUntil : 'never' };
};
