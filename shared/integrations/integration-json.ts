/** An integration as an administrator sees it. No secret is in here, for none is in what it is made of. */

import { type Instant, toRfc3339 } from '../core/instant.ts';
import { type ApiKey, isUnused, keyStateOf } from '../intake/api-key.ts';
import { silenceDeadline } from '../silence/integration-status.ts';
import { keyFactsOf } from '../silence/key-facts.ts';
import { DEFAULT_SILENCE_POLICY, policyInForce } from '../silence/silence-policy.ts';
import { toSilencePolicyJson } from '../silence/silence-policy-json.ts';
import { toKeyHint, toStatusReason, toStatusText, toUtcText } from '../silence/status-text.ts';
import type { Erasure } from './integration.ts';
import type { IntegrationJson, KeyJson } from './integration-answers.ts';
import { type KeyHandover, type Overview, stateOf, stateSince } from './overview.ts';

export const toIntegrationJson = (overview: Overview): IntegrationJson => {
  const { integration, keys, evidence, at } = overview;
  const { name, integrationId, template, version, createdAt, erasure } = integration;
  const { chatEventAt, heartbeatAt, installedAt, uninstalledAt, appVersion, refusedAt, refusal } = evidence;
  const since = stateSince(overview);
  return {
    integrationId,
    name,
    template,
    freshchatDomain: integration.freshchatDomain ?? null,
    freshchatAccounts: (evidence.freshchatAccounts ?? []).map(({ account, heardAt }) => ({
      account,
      lastHeartbeatAt: toRfc3339(heardAt),
    })),
    hasFreshchatKey: integration.freshchatKey !== undefined,
    silencePolicy: toSilencePolicyJson(integration.silencePolicy ?? DEFAULT_SILENCE_POLICY),
    ...(integration.acceptsFrom !== undefined && { acceptsFrom: toRfc3339(integration.acceptsFrom) }),
    ...toStatusJson(overview),
    state: stateOf(overview),
    ...(since !== undefined && { since: toRfc3339(since) }),
    ...(erasure === undefined && {
      silentAfter: toRfc3339(silenceDeadline(evidence, policyInForce(integration), overview.pipeline.ourOutages)),
    }),
    ...(chatEventAt !== undefined && { lastEventAt: toRfc3339(chatEventAt) }),
    ...(heartbeatAt !== undefined && { lastHeartbeatAt: toRfc3339(heartbeatAt) }),
    ...(installedAt !== undefined && { installedAt: toRfc3339(installedAt) }),
    ...(uninstalledAt !== undefined && { uninstalledAt: toRfc3339(uninstalledAt) }),
    ...(appVersion !== undefined && { appVersion }),
    ...(refusal && refusedAt !== undefined && { lastRefusal: { ...refusal, at: toRfc3339(refusedAt) } }),
    keys: keys.map((key) => ({
      ...toKeyJson(key, at),
      ...(refusal?.keyId === key.keyId && refusedAt !== undefined && { lastRefusedAt: toRfc3339(refusedAt) }),
    })),
    ...(erasure && {
      erase: {
        requestedAt: toRfc3339(erasure.requestedAt),
        ...(erasure.erasesAt !== undefined && { erasesAt: toRfc3339(erasure.erasesAt) }),
        ...(erasure.erasedAt !== undefined && { erasedAt: toRfc3339(erasure.erasedAt) }),
        deletedChats: erasure.deletedChats,
        deletedCounts: erasure.deletedCounts,
      },
    }),
    version,
    createdAt: toRfc3339(createdAt),
  };
};

export const toKeyJson = (key: ApiKey, now: Instant): KeyJson => ({
  keyId: key.keyId,
  status: keyStateOf(key, now),
  createdAt: toRfc3339(key.createdAt),
  ...(key.expiresAt !== undefined && { expiresAt: toRfc3339(key.expiresAt) }),
  ...(key.revokedAt !== undefined && { revokedAt: toRfc3339(key.revokedAt) }),
  ...(key.lastUsedAt !== undefined && { lastUsedAt: toRfc3339(key.lastUsedAt) }),
  ...(isUnused(key, now) && { hint: 'unused' as const }),
});

type StatusJson = Pick<IntegrationJson, 'status' | 'cause' | 'severity' | 'message' | 'nextStep' | 'reason'>;
type StatusWords = Pick<StatusJson, 'message' | 'nextStep' | 'reason'>;

const toStatusJson = ({ integration, status, evidence, keys, pipeline, handover, at }: Overview): StatusJson => {
  if (integration.erasure) return erasureStatus(integration.erasure);
  const pausedUntil = integration.pausedAt === undefined ? integration.silencePolicy?.pausedUntil : undefined;
  const facts = {
    evidence,
    ...keyFactsOf(evidence, keys, at),
    ...(pausedUntil !== undefined && { pausedUntil }),
    ...(pipeline.stalledSince !== undefined && { stalledSince: pipeline.stalledSince }),
  };
  const words: StatusWords = { ...toStatusText(status, facts), reason: toStatusReason(status, facts) };
  const hasOwnWord = 'cause' in status || status.status === 'paused' || status.status === 'unknown';
  return { ...status, ...(handover && !hasOwnWord ? handoverText(handover) : words) };
};

const erasureStatus = ({ erasesAt, erasedAt }: Erasure): StatusJson => {
  if (erasesAt !== undefined) {
    return {
      status: 'erasing',
      message: `The integration, its chats, counts and incidents will be erased after ${toUtcText(erasesAt)}. Its API keys are revoked.`,
      nextStep: 'Restore the integration before then if it should stay; it needs a new API key.',
      reason: { key: 'erasing', facts: { erasesAt: toRfc3339(erasesAt) } },
    };
  }
  if (erasedAt === undefined) {
    return {
      status: 'erasing',
      message: 'The integration was deleted; its chats, counts and incidents are being erased.',
      reason: { key: 'erasing', facts: {} },
    };
  }
  return {
    status: 'erased',
    message: 'The integration was deleted; its chats, counts and incidents are erased.',
    reason: { key: 'erased', facts: {} },
  };
};

const handoverText = ({ newKey, oldKey }: KeyHandover): StatusWords => {
  const oldKeyHint = toKeyHint(oldKey.keyId);
  const newKeyHint = toKeyHint(newKey.keyId);
  return {
    message: `The app still uses the API key ${oldKeyHint}, which works until ${
      oldKey.expiresAt === undefined ? 'it is revoked' : toUtcText(oldKey.expiresAt)
    }; no event has come with the new key ${newKeyHint} yet.`,
    nextStep: 'Paste the new key into the app.',
    reason: {
      key: 'handover',
      facts: {
        oldKeyHint,
        newKeyHint,
        ...(oldKey.expiresAt !== undefined && { oldKeyExpiresAt: toRfc3339(oldKey.expiresAt) }),
      },
    },
  };
};
