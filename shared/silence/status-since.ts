/** Since when a status holds, as far as the evidence tells. */

import type { Instant } from '../core/instant.ts';
import { type EvidenceSinceCreation, lastSignOfLife } from './evidence.ts';
import { lastTogether } from './heard-accounts.ts';
import type { PipelineHealth } from './integration-status.ts';
import type { ShownCause, ShownStatus } from './shown-status.ts';

const SINCE: Readonly<
  Record<ShownCause, (seen: EvidenceSinceCreation, pipeline: PipelineHealth) => Instant | undefined>
> = {
  pipeline_stalled: (_, { stalledSince }) => stalledSince,
  key_rejected: ({ refusedSince, refusedAt }) => refusedSince ?? refusedAt,
  events_invalid: ({ invalidSince, invalidAt, typesUnknownAt }) => invalidSince ?? invalidAt ?? typesUnknownAt,
  app_uninstalled: ({ uninstalledAt }) => uninstalledAt,
  app_silent: lastSignOfLife,
  never_connected: ({ createdAt }) => createdAt,
  no_chats: ({ chatEventAt, createdAt }) => chatEventAt ?? createdAt,
  partial_loss: ({ refusedShare }) => refusedShare?.since,
  two_accounts: ({ freshchatAccounts = [] }) => lastTogether(freshchatAccounts)?.since,
};

type Known = {
  readonly evidence: EvidenceSinceCreation;
  readonly pipeline: PipelineHealth;
  /** Since when it is paused by hand. */
  readonly pausedAt?: Instant;
};

/** Absent where all is well: that has no beginning worth telling. */
export const sinceOf = (status: ShownStatus, { evidence, pipeline, pausedAt }: Known): Instant | undefined => {
  if ('cause' in status && status.cause) return SINCE[status.cause](evidence, pipeline);
  switch (status.status) {
    case 'waiting':
      return evidence.createdAt;
    case 'paused':
      return pausedAt;
    case 'unknown':
      return pipeline.manySilentSince;
    default:
      return undefined;
  }
};
