/** An integration as an administrator sees it. No secret is in here, for none is in what it is made of. */

import { type ApiKey, keyStateOf } from '../../domain/api-key.ts';
import { type Instant, toRfc3339 } from '../../domain/event-time.ts';
import type { KeyHandover, Overview } from '../../domain/overview.ts';
import { DEFAULT_SILENCE_POLICY } from '../../domain/silence-policy.ts';
import { toSilencePolicyJson } from '../silence-policy.ts';
import { toKeyHint, toStatusText, toUtcText } from '../status-text.ts';
import type { IntegrationJson, KeyJson } from './answers.ts';

export const toIntegrationJson = (overview: Overview): IntegrationJson => {
  const { integration, keys, evidence, at } = overview;
  const { name, integrationId, template, version, createdAt, erasure } = integration;
  const { lastChatEventAt, lastHeartbeatAt, refusal } = evidence;
  return {
    integrationId,
    name,
    template,
    freshchatDomain: integration.freshchatDomain ?? null,
    hasFreshchatKey: integration.freshchatKey !== undefined,
    silencePolicy: toSilencePolicyJson(integration.silencePolicy ?? DEFAULT_SILENCE_POLICY),
    ...toStatusJson(overview),
    ...(lastChatEventAt !== undefined && { lastEventAt: toRfc3339(lastChatEventAt) }),
    ...(lastHeartbeatAt !== undefined && { lastHeartbeatAt: toRfc3339(lastHeartbeatAt) }),
    ...(refusal && { lastRefusal: { ...refusal, at: toRfc3339(refusal.at) } }),
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
