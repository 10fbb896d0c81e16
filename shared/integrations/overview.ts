/** What an administrator is shown of an integration: settings, keys, evidence and the status that follows from them. */

import type { Instant } from '../core/instant.ts';
import { type ApiKey, keyStateOf } from '../intake/api-key.ts';
import { type Evidence, type EvidenceSinceCreation, isUninstalled, openRefusal } from '../silence/evidence.ts';
import { type IntegrationStatus, type PipelineHealth, statusOf } from '../silence/integration-status.ts';
import { policyInForce, type SilencePolicy } from '../silence/silence-policy.ts';
import type { Integration } from './integration.ts';

export type Overview = {
  readonly integration: Integration;
  /** The newest first. */
  readonly keys: readonly ApiKey[];
  readonly evidence: EvidenceSinceCreation;
  readonly status: IntegrationStatus;
  readonly pipeline: PipelineHealth;
  readonly handover?: KeyHandover;
  readonly at: Instant;
};

/** A new key waits for its first event while the app still uses an older one. */
export type KeyHandover = { readonly newKey: ApiKey; readonly oldKey: ApiKey };

/** `keys` from the newest to the oldest. */
export const toOverview = (
  integration: Integration,
  keys: readonly ApiKey[],
  seen: Evidence,
  pipeline: PipelineHealth,
  at: Instant,
): Overview => {
  const evidence = { ...seen, createdAt: integration.createdAt };
  const status = shownStatusOf(evidence, policyInForce(integration), pipeline, at);
  const handover = handoverOf(keys, at);
  return { integration, keys, evidence, status, pipeline, ...(handover && { handover }), at };
};

/** The status for people who look, administrators and on-call alike. */
export const shownStatusOf = (
  evidence: EvidenceSinceCreation,
  policy: SilencePolicy,
  pipeline: PipelineHealth,
  at: Instant,
): IntegrationStatus => withEarlyCause(statusOf(evidence, policy, at, pipeline), evidence);

/**
 * Who looks at the integration is told of a dead key from its first refused request on, and of a goodbye of the app at
 * once. The monitor, which wakes people, waits for two minutes of refusals, and for chats that do not come.
 */
const withEarlyCause = (status: IntegrationStatus, evidence: EvidenceSinceCreation): IntegrationStatus => {
  if ((status.status !== 'waiting' && status.status !== 'operational') || 'cause' in status) return status;
  if (openRefusal(evidence)) return { status: status.status, cause: 'key_rejected', severity: 'warning' };
  if (isUninstalled(evidence)) return { status: status.status, cause: 'app_uninstalled', severity: 'warning' };
  return status;
};

/** `keys` from the newest to the oldest. */
const handoverOf = (keys: readonly ApiKey[], now: Instant): KeyHandover | undefined => {
  const [newKey, ...older] = keys.filter((key) => keyStateOf(key, now) === 'active');
  if (!newKey || newKey.lastUsedAt !== undefined) return undefined;
  const oldKey = older
    .filter(({ lastUsedAt }) => lastUsedAt !== undefined)
    .toSorted((a, b) => (b.lastUsedAt ?? 0) - (a.lastUsedAt ?? 0))[0];
  return oldKey && { newKey, oldKey };
};
