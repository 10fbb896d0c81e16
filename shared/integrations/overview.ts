/** What an administrator is shown of an integration: settings, keys, evidence and the status that follows from them. */

import { type Instant, toRfc3339 } from '../core/instant.ts';
import { isOwnId } from '../core/integration-id.ts';
import { type ApiKey, keyStateOf } from '../intake/api-key.ts';
import type { Evidence, EvidenceSinceCreation, SeenEvidence } from '../silence/evidence.ts';
import type { PipelineHealth } from '../silence/integration-status.ts';
import { type ShownStatus, shownStatusOf } from '../silence/shown-status.ts';
import { policyInForce } from '../silence/silence-policy.ts';
import { sinceOf } from '../silence/status-since.ts';
import { URGENCIES, urgencyOf } from '../silence/urgency.ts';
import type { Integration } from './integration.ts';

export type Overview = {
  readonly integration: Integration;
  /** The newest first. */
  readonly keys: readonly ApiKey[];
  readonly evidence: EvidenceSinceCreation;
  readonly status: ShownStatus;
  readonly pipeline: PipelineHealth;
  readonly handover?: KeyHandover;
  readonly at: Instant;
};

/** What an account's list holds, the most urgent first. */
export const LISTED_STATES = [...URGENCIES, 'erasing'] as const;
export type ListedState = (typeof LISTED_STATES)[number];

export const INTEGRATION_STATES = [...LISTED_STATES, 'erased'] as const;
type IntegrationState = (typeof INTEGRATION_STATES)[number];

/** One word for what it asks of people. Where there is a cause, or a key to paste, it is never `operational`. */
export const stateOf = ({ integration: { erasure }, status, handover }: Overview): IntegrationState => {
  if (erasure) return erasure.erasedAt === undefined ? 'erasing' : 'erased';
  const urgency = urgencyOf(status);
  return handover && (urgency === 'waiting' || urgency === 'operational') ? 'needs_you' : urgency;
};

/** Since when it is so; absent where all is well. */
export const stateSince = ({ integration, status, evidence, pipeline, handover }: Overview): Instant | undefined => {
  const { erasure, pausedAt } = integration;
  if (erasure) return erasure.erasedAt ?? erasure.requestedAt;
  const since = sinceOf(status, { evidence, pipeline, ...(pausedAt !== undefined && { pausedAt }) });
  return handover && !('cause' in status) && status.status !== 'paused' ? handover.newKey.createdAt : since;
};

/** Where an integration stands in the list: one text that sorts as the list does. */
export const listPlace = (overview: Overview): string => {
  const rank = INTEGRATION_STATES.indexOf(stateOf(overview));
  const since = stateSince(overview);
  return `${rank}#${since === undefined ? '' : toRfc3339(since)}#${overview.integration.integrationId}`;
};

export const isListPlace = (accountId: string, place: string): boolean =>
  /^\d#[^#]{0,30}#/.test(place) && isOwnId(accountId, place.slice(place.lastIndexOf('#') + 1));

/** A new key waits for its first event while the app still uses an older one. */
export type KeyHandover = { readonly newKey: ApiKey; readonly oldKey: ApiKey };

/** Evidence tells when a key was last used; the first version wrote it beside the key. */
export const withLastUse = (key: ApiKey, { keyUses }: Evidence): ApiKey => {
  const lastUsedAt = Math.max(key.lastUsedAt ?? NEVER, keyUses?.[key.keyId] ?? NEVER);
  return lastUsedAt === NEVER ? key : { ...key, lastUsedAt };
};

const NEVER: Instant = Number.NEGATIVE_INFINITY;

/** `keys` from the newest to the oldest. */
export const toOverview = (
  integration: Integration,
  stored: readonly ApiKey[],
  seen: SeenEvidence,
  pipeline: PipelineHealth,
  at: Instant,
): Overview => {
  const keys = stored.map((key) => withLastUse(key, seen));
  const refusedKey = keys.find(({ keyId }) => keyId === seen.refusal?.keyId);
  const isKeyDead = refusedKey !== undefined && keyStateOf(refusedKey, at) !== 'active';
  const evidence = { ...seen, createdAt: integration.createdAt, ...(isKeyDead && { isKeyDead }) };
  const status = shownStatusOf(evidence, policyInForce(integration), pipeline, at);
  const handover = handoverOf(keys, at);
  return { integration, keys, evidence, status, pipeline, ...(handover && { handover }), at };
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
