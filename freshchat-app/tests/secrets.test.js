import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createAccount, keyRevoked, serverDown } from './sandbox.js';

const FIXTURES = new URL('fixtures/', import.meta.url);
const PAYLOADS = readdirSync(FIXTURES)
  .filter((name) => name.endsWith('.payloads.json'))
  .flatMap((name) => JSON.parse(readFileSync(new URL(name, FIXTURES), 'utf8')));

/** What may leave: the chat, its times, its group, the account's domain, and the words of the wire. */
const MAY_LEAVE = [
  /\.data\.conversation\.(conversation_id|created_time|resolved_time|reopened_time)$/,
  /\.data\.associations\.group\.(id|name)$/,
  /\.data\.conversation\.assigned_group_id$/,
  /\.currentHost\.endpoint_urls\.freshchat$/,
];
const isAllowed = (path) => MAY_LEAVE.some((pattern) => pattern.test(path));

/** Each text and number of a payload, with the path to it. */
const leavesOf = (value, path = '') => {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, `${path}.${key}`));
  }
  return typeof value === 'string' || typeof value === 'number' ? [[path, String(value)]] : [];
};

/** The secrets of a payload: whatever may not leave, and is long enough to be recognised. */
const secretsOf = (payload) => {
  const leaves = leavesOf(payload);
  const open = leaves.filter(([path]) => isAllowed(path)).map(([, value]) => value);
  return leaves
    .filter(
      ([path]) =>
        !isAllowed(path) &&
        !/^\.(event|timestamp|version|data\.kind|data\.conversation\.status)$|model_changes/.test(path),
    )
    .map(([, value]) => value)
    .filter((value) => value.length > 3 && !open.some((word) => word.includes(value)));
};

/** Everything that left the sandbox, as one text. */
const tracesOf = ({ posts, logs, store, schedules, rendered }) =>
  JSON.stringify([posts.map(({ body }) => body), logs, [...store], [...schedules], rendered]);

/** Everything works; the API does not answer; nothing answers, so that each way out is tried. */
const WEATHER = {
  'when all is well': {},
  'when the API is down': { api: serverDown },
  'when the key is revoked': { api: keyRevoked },
  'when $db refuses, too': { api: serverDown, refuse: (call) => (call === 'append' ? { status: 429 } : undefined) },
  'when everything refuses': { api: serverDown, refuse: () => ({ status: 429, message: 'Too many requests' }) },
};

/** Full of what a careless app might pick up. */
const CHATTY = {
  ...PAYLOADS[0],
  data: {
    ...PAYLOADS[0].data,
    changes: {
      model_changes: { status: ['assigned', 'resolved'], 'ines.valente@aurora.example': ['Tomasz', 'Brandt'] },
    },
    conversation: {
      ...PAYLOADS[0].data.conversation,
      messages: [{ message_parts: [{ text: { content: 'Meine Kontonummer ist DE89370400440532013000.' } }] }],
    },
  },
};

describe.each(Object.entries(WEATHER))('nothing personal leaves the sandbox %s', (_name, options) => {
  it.each([...PAYLOADS, CHATTY].map((payload, index) => [index, payload.event, payload]))(
    'payload %i: %s',
    async (_index, event, payload) => {
      const account = createAccount({
        now: Number(payload.timestamp) * (payload.timestamp < 1e11 ? 1000 : 1),
        ...options,
      });
      await account.run(event, payload);
      account.after(10);
      await account.run('onScheduledEvent', { data: { kind: 'tick' } });
      const traces = tracesOf(account);
      for (const secret of [...secretsOf(payload), 'DE89370400440532013000']) expect(traces).not.toContain(secret);
    },
  );
});

describe('the test', () => {
  it('knows the people, the messages and the key', () => {
    expect(secretsOf(CHATTY)).toEqual(
      expect.arrayContaining([
        'ines.valente@aurora.example',
        '+4940555017',
        'Tomasz',
        'tomasz.brandt@kunde.example',
        'Gold',
        'Hallo! Womit können wir helfen?',
        'ijx_k3x9invented_0000000000000000000000000000000000000000000_AbCdEf',
        'Meine Kontonummer ist DE89370400440532013000.',
      ]),
    );
  });

  it('sees what is sent, logged and stored', async () => {
    const account = createAccount({ api: serverDown });
    await account.run('onConversationUpdate', PAYLOADS[0]);
    expect(tracesOf(account)).toContain(PAYLOADS[0].data.conversation.conversation_id);
  });
});
