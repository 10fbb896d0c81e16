/**
 * Messages as an older deploy wrote them, kept as text: they lie in the queue, or in the dead letters for two weeks,
 * when a newer version starts to read. Add the last text of each version here before its writer changes; never edit one.
 */

import type { Post } from './truth.ts';

const AT = Date.parse('2026-11-22T08:05:00Z');
const INTEGRATION = 'account-1.integration-1';
/** With which all of them came. */
export const PREVIOUS_KEY_ID = '0000000000Ab';
const common = { integrationId: INTEGRATION, valid: 1 } as const;

/** What receive-events would tell of them today. */
export type PreviousPost = Post & { readonly receivedAt: number; readonly isRefusal?: boolean };

export const PREVIOUS_POSTS: readonly PreviousPost[] = [
  {
    ...common,
    id: 1_001,
    receivedAt: 1_795_337_999_000,
    shows: { chatEvent: true, heartbeat: false },
    body: '{"v":1,"kind":"events","integrationId":"account-1.integration-1","keyId":"0000000000Ab","receivedAt":1795337999000,"events":[{"id":"event-2","type":"chat.resolved","occurredAt":1795334700000,"chat":{"id":"chat-1","createdAt":1795331100000,"group":{"id":"g-1","name":"Support"}}}]}',
    endings: [
      {
        integrationId: INTEGRATION,
        chatId: 'chat-1',
        kind: 'resolved',
        id: 'event-2',
        at: AT,
        createdAt: AT - 3_600_000,
        group: { id: 'g-1', name: 'Support' },
      },
    ],
  },
  {
    ...common,
    id: 1_002,
    receivedAt: 1_795_337_999_500,
    shows: { chatEvent: true, heartbeat: true },
    body: '{"v":1,"kind":"events","integrationId":"account-1.integration-1","keyId":"0000000000Ab","receivedAt":1795337999500,"events":[{"id":"event-3","type":"chat.deleted","occurredAt":1795334700000,"chat":{"id":"chat-2"}},{"id":"event-1","type":"chat.created","occurredAt":1795334700000,"chat":{"id":"chat-2"}},{"id":"event-1","type":"app.heartbeat","occurredAt":1795334700000,"app":{"version":"1.0.0"}}]}',
    endings: [{ integrationId: INTEGRATION, chatId: 'chat-2', kind: 'deleted', id: 'event-3', at: AT }],
  },
  {
    ...common,
    id: 1_003,
    receivedAt: 1_795_337_999_700,
    shows: { chatEvent: false, heartbeat: false },
    isRefusal: true,
    body: '{"v":1,"kind":"refusal","integrationId":"account-1.integration-1","keyId":"0000000000Ab","receivedAt":1795337999700,"reason":"key_revoked"}',
    endings: [],
  },
];
