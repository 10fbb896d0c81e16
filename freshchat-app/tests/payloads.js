/** Payloads of Freshchat, as far as the app reads them; whoever wants more says what. */

export const NOW = Date.parse('2026-11-23T13:20:00Z');

const conversationOf = (changes = {}) => ({
  conversation_id: 'chat-1',
  status: 'resolved',
  created_time: '2026-11-23T12:00:00.000Z',
  resolved_time: null,
  reopened_time: null,
  ...changes,
});

/** An update of a chat: what changed, what the conversation says, who worked on it. */
export const updateOf = ({
  changes = { status: ['assigned', 'resolved'] },
  conversation = {},
  group = { id: 'g-1', name: 'Support' },
  ...envelope
} = {}) => ({
  event: 'onConversationUpdate',
  timestamp: NOW,
  ...envelope,
  data: {
    associations: { group },
    changes: { model_changes: changes },
    conversation: conversationOf(conversation),
  },
});

export const creationOf = (conversation = {}, timestamp = NOW) => ({
  event: 'onConversationCreate',
  timestamp,
  data: { conversation: conversationOf({ status: 'new', ...conversation }) },
});

export const TICK = {
  event: 'onScheduledEvent',
  data: { kind: 'tick' },
  currentHost: { endpoint_urls: { freshchat: 'https://Nordlicht.freshchat.com' } },
};
