/** An integration as an administrator sees it. No secret is in here, for none is in what it is made of. */

import { type Instant, toRfc3339 } from '../core/instant.ts';
import { type ApiKey, keyStateOf } from '../intake/api-key.ts';
import { DEFAULT_SILENCE_POLICY } from '../silence/silence-policy.ts';
import { toSilencePolicyJson } from '../silence/silence-policy-json.ts';
import { toKeyHint, toStatusText, toUtcText } from '../silence/status-text.ts';
import type { IntegrationJson, KeyJson } from './integration-answers.ts';
import type { KeyHandover, Overview } from './overview.ts';

export const toIntegrationJson = (overview: Overview): IntegrationJson => {
  const { integration, keys, evidence, at } = overview;
  const { name, integrationId, template, version, createdAt, erasure } = integration;
  const { chatEventAt, heartbeatAt, refusedAt, refusal } = evidence;
  return {
    integrationId,
    name,
    template,
    freshchatDomain: integration.freshchatDomain ?? null,
    hasFreshchatKey: integration.freshchatKey !== undefined,
    silencePolicy: toSilencePolicyJson(integration.silencePolicy ?? DEFAULT_SILENCE_POLICY),
    ...toStatusJson(overview),
    ...(chatEventAt !== undefined && { lastEventAt: toRfc3339(chatEventAt) }),
    ...(heartbeatAt !== undefined && { lastHeartbeatAt: toRfc3339(heartbeatAt) }),
    ...(refusal && refusedAt !== undefined && { lastRefusal: { ...refusal, at: toRfc3339(refusedAt) } }),
    keys: keys.map((key) => toKeyJson(key, at)),
    ...(erasure && {
      erase: {
        requestedAt: toRfc3339(erasure.requestedAt),
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
});

type StatusJson = Pick<IntegrationJson, 'status' | 'cause' | 'severity' | 'message' | 'nextStep'>;

const toStatusJson = ({ integration, status, evidence, keys, pipeline, handover }: Overview): StatusJson => {
  if (integration.erasure) return erasureStatus(integration.erasure.erasedAt !== undefined);
  const deadKey = keys.find(({ keyId }) => keyId === evidence.refusal?.keyId);
  const keyDeadAt = evidence.refusal?.reason === 'key_expired' ? deadKey?.expiresAt : deadKey?.revokedAt;
  const pausedUntil = integration.pausedAt === undefined ? integration.silencePolicy?.pausedUntil : undefined;
  const text = toStatusText(status, {
    evidence,
    ...(keyDeadAt !== undefined && { keyDeadAt }),
    ...(pausedUntil !== undefined && { pausedUntil }),
    ...(pipeline.stalledSince !== undefined && { stalledSince: pipeline.stalledSince }),
  });
  const hasOwnWord = 'cause' in status || status.status === 'paused' || status.status === 'unknown';
  return { ...status, ...(handover && !hasOwnWord ? handoverText(handover) : text) };
};

const erasureStatus = (isErased: boolean): StatusJson =>
  isErased
    ? { status: 'erased', message: 'The integration was deleted; its chats, counts and incidents are erased.' }
    : { status: 'erasing', message: 'The integration was deleted; its chats, counts and incidents are being erased.' };

const handoverText = ({ newKey, oldKey }: KeyHandover) => ({
  message: `The app still uses the API key ${toKeyHint(oldKey.keyId)}, which works until ${
    oldKey.expiresAt === undefined ? 'it is revoked' : toUtcText(oldKey.expiresAt)
  }; no event has come with the new key ${toKeyHint(newKey.keyId)} yet.`,
  nextStep: 'Paste the new key into the app.',
});
