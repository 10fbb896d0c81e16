import { describe, expect, it } from 'vitest';
import { creationOf, NOW, updateOf } from './payloads.js';
import { createAccount } from './sandbox.js';

/** What the app sends for one payload. */
const sent = async (payload, { now = NOW, handler = payload?.event ?? 'onConversationUpdate' } = {}) => {
  const account = createAccount({ now });
  await account.run(handler, payload);
  return account.delivered;
};
const typesOf = async (changes) => (await sent(updateOf({ changes }))).map(({ type }) => type);

describe('a change of the status', () => {
  it.each([
    [['assigned', 'resolved'], ['chat.resolved']],
    [['new', 'resolved'], ['chat.resolved']],
    [[null, 'resolved'], ['chat.resolved']],
    [['ASSIGN', 'RESOLVE'], ['chat.resolved']],
    [[' Waiting on customer ', ' Resolved '], ['chat.resolved']],
    [['assigned', 'waiting on customer', 'resolved'], ['chat.resolved']],
    [['spam', 'resolved'], ['chat.resolved']],
    [['resolved', 'new'], ['chat.reopened']],
    [['resolved', 'assigned'], ['chat.reopened']],
    [['RESOLVE', 'ASSIGN'], ['chat.reopened']],
    [['resolved', 'resolved'], []],
    [['resolved', 'RESOLVE'], []],
    [['assigned', 'new'], []],
    [['new', 'assigned'], []],
    [['resolved'], []],
    [['resolved', null], []],
    [[], []],
    ['resolved', []],
    [{ 0: 'assigned', 1: 'resolved' }, []],
    [[{ word: 'assigned' }, { word: 'resolved' }], []],
    [['assigned', 'spam'], ['chat.marked_spam']],
    [['resolved', 'SPAM'], ['chat.marked_spam']],
    [['assigned', 'marked_as_spam'], ['chat.marked_spam']],
    [['new', 'deleted'], ['chat.deleted']],
    [['new', 'Delete'], ['chat.deleted']],
    [['spam', 'assigned'], []],
    [['assigned', 'not_spam'], []],
  ])('%j is %j', async (status, types) => {
    expect(await typesOf({ status })).toEqual(types);
  });
});

describe('another change', () => {
  it.each([
    [{ is_spam: [false, true] }, ['chat.marked_spam']],
    [{ spam: [null, 'true'] }, ['chat.marked_spam']],
    [{ markedAsSpam: [false, true] }, ['chat.marked_spam']],
    [{ is_deleted: [false, true] }, ['chat.deleted']],
    [{ deleted_time: [null, '2026-11-23T13:19:59Z'] }, ['chat.deleted']],
    [{ status: ['assigned', 'resolved'], is_spam: [false, true] }, ['chat.resolved', 'chat.marked_spam']],
    [{ status: ['assigned', 'spam'], is_spam: [false, true] }, ['chat.marked_spam']],
    [{ is_spam: [true, false] }, []],
    [{ is_spam: [true, true] }, []],
    [{ is_spam: true }, []],
    [{ not_spam: [false, true] }, []],
    [{ undeleted: [false, true] }, []],
    [{ spam_score: [0, 0.9] }, []],
    [{ deleted_time: [null, '2020-01-01T00:00:00Z'] }, []],
    [{ assigned_group_id: [null, 'g-2'], label_category_id: [null, 'l-9'] }, []],
  ])('%j is %j', async (changes, types) => {
    expect(await typesOf(changes)).toEqual(types);
  });

  it('that nobody knows is logged by its name alone', async () => {
    const account = createAccount({ now: NOW });
    const changes = {
      status: ['assigned', 'On Hold'],
      snoozed_until: [null, 'Tomasz'],
      'tomasz@kunde.example': [0, 1],
    };
    await account.run('onConversationUpdate', updateOf({ changes }));
    expect(account.logs).toEqual([['unknown', { names: ['snoozed_until', 'status on hold'] }]]);
  });

  it('that is known is not logged', async () => {
    const account = createAccount({ now: NOW });
    const changes = { status: ['resolved', 'Waiting_on_Customer'], resolution_due_type: ['A', 'B'] };
    await account.run('onConversationUpdate', updateOf({ changes }));
    expect(account.logs).toEqual([]);
  });
});

describe('the time of an event', () => {
  const at = async (resolved_time, timestamp, now = NOW) =>
    (await sent(updateOf({ conversation: { resolved_time }, timestamp }), { now }))[0].occurredAt;

  it.each([
    ['milliseconds', NOW],
    ['seconds', NOW / 1000],
    ['seconds with a fraction', NOW / 1000 + 0.0004],
    ['microseconds', NOW * 1000],
    ['nanoseconds', NOW * 1e6],
    ['milliseconds as text', String(NOW)],
    ['seconds as text', `${NOW / 1000}.000`],
    ['ISO 8601', '2026-11-23T13:20:00.000Z'],
    ['ISO 8601 with an offset', '2026-11-23T18:50:00.000+05:30'],
    ['ISO 8601 with an offset to the west', '2026-11-23T08:20:00-0500'],
    ['ISO 8601 without one, which is UTC', '2026-11-23 13:20:00'],
    ['ISO 8601 with six digits', '2026-11-23T13:20:00.000999Z'],
  ])('is read from %s', async (_unit, timestamp) => {
    expect(await at(null, timestamp)).toBe('2026-11-23T13:20:00.000Z');
  });

  it('is its own field where that agrees with the envelope', async () => {
    expect(await at('2026-11-23T13:05:00.123456Z', NOW)).toBe('2026-11-23T13:05:00.123Z');
  });

  it.each([
    ['a time zone away', '2026-11-23T18:50:00.000Z'],
    ['of an earlier event', '2026-11-22T08:00:00.000Z'],
    ['just too far', '2026-11-23T13:04:59.999Z'],
    ['in the future', '2026-11-23T13:22:01Z'],
    ['no time', 'yesterday'],
    ['no day of any calendar', '2026-11-31T13:20:00Z'],
    ['no hour of any day', '2026-11-23T25:20:00Z'],
    ['an object', { time: 1 }],
    ['negative', -5],
  ])('is the envelope where its own field is %s', async (_what, field) => {
    expect(await at(field, NOW)).toBe('2026-11-23T13:20:00.000Z');
  });

  it.each([
    ['absent', undefined],
    ['absurd', 7],
    ['in the far future', 4_102_444_800_000],
    ['a list', [NOW]],
  ])('is its own field where the envelope is %s, and ours only without both', async (_what, timestamp) => {
    expect(await at('2026-11-20T01:02:03Z', timestamp)).toBe('2026-11-20T01:02:03.000Z');
    expect(await at(null, timestamp)).toBe('2026-11-23T13:20:00.000Z');
  });

  it('and with it the id stay the same when the payload comes again later', async () => {
    const payload = updateOf({ conversation: { resolved_time: '2026-11-23T13:19:58.5Z' } });
    const [first, later] = [await sent(payload), await sent(payload, { now: NOW + 86_400_000 })];
    expect(later).toEqual(first);
    expect(first[0].id).toBe('chat-1:resolved:1795440000000'.replace('1795440000000', String(NOW - 1500)));
  });
});

describe('a chat', () => {
  const chatOf = async (options) => (await sent(updateOf(options)))[0]?.chat;

  it.each([
    ['as text', 'a b', 'a b'],
    ['as a number', 4711, '4711'],
  ])('has its id %s', async (_what, conversation_id, id) => {
    expect((await chatOf({ conversation: { conversation_id } })).id).toBe(id);
  });

  it.each([[''], ['  '], [null], [true], [{}], [['chat-1']]])(
    'without an id (%j) is nothing',
    async (conversation_id) => {
      expect(await sent(updateOf({ conversation: { conversation_id } }))).toEqual([]);
    },
  );

  it('with a long id has a short event id, the same every time', async () => {
    const conversation = { conversation_id: 'x'.repeat(151) };
    const [event] = await sent(updateOf({ conversation }));
    expect(event.chat.id).toHaveLength(151);
    expect(event.id).toMatch(/^h[0-9a-f]{16}:resolved:\d{13}$/);
    const [other] = await sent(updateOf({ conversation: { conversation_id: `${'x'.repeat(150)}y` } }));
    expect(other.id).not.toBe(event.id);
  });

  it.each([
    ['2026-11-23T12:00:00.000999+00:00', '2026-11-23T12:00:00.000Z'],
    [1795435200, '2026-11-23T12:00:00.000Z'],
    ['2026-11-23T13:20:00.001Z', undefined],
    ['2014-12-31T23:59:59Z', undefined],
    ['never', undefined],
    [null, undefined],
  ])('created at %j says %j', async (created_time, createdAt) => {
    expect((await chatOf({ conversation: { created_time } })).createdAt).toBe(createdAt);
  });

  it('that is new is reported with the time of its creation, or of the event', async () => {
    expect(await sent(creationOf())).toEqual([
      {
        id: 'chat-1:created',
        type: 'chat.created',
        occurredAt: '2026-11-23T13:20:00.000Z',
        chat: { id: 'chat-1', createdAt: '2026-11-23T12:00:00.000Z' },
      },
    ]);
    const [event] = await sent(creationOf({ created_time: '2026-11-23T13:19:00Z' }));
    expect(event.occurredAt).toBe('2026-11-23T13:19:00.000Z');
  });
});

describe('a group', () => {
  const groupOf = async (group) => (await sent(updateOf({ group })))[0].chat.group;

  it.each([
    ['as it is', { id: 'g-1', name: 'Support' }, { id: 'g-1', name: 'Support' }],
    ['with a number for an id', { id: 7, name: 'Support' }, { id: '7', name: 'Support' }],
    [
      'trimmed, without control characters and half characters',
      { id: 'g', name: ' \u0000Sup\u0085port\ud83d\n ' },
      { id: 'g', name: 'Support' },
    ],
    ['with whole characters', { id: 'g', name: 'Café 😀' }, { id: 'g', name: 'Café 😀' }],
    ['without an id', { name: 'Support' }, { name: 'Support' }],
    ['without an id that the API would refuse', { id: 'a\u0007', name: 'Support' }, { name: 'Support' }],
    ['without an id that is too long', { id: 'a'.repeat(201), name: 'Support' }, { name: 'Support' }],
    ['without an id that is an object', { id: {}, name: 'Support' }, { name: 'Support' }],
    ['not at all without a name', { id: 'g-1' }, null],
    ['not at all with a blank name', { id: 'g-1', name: ' \u0001 ' }, null],
    ['not at all when empty', {}, null],
    ['not at all when null', null, null],
    ['not at all when it is a text', 'Support', null],
    ['not at all when it is a list', [{ name: 'Support' }], null],
  ])('is named %s', async (_how, group, expected) => {
    expect(await groupOf(group)).toEqual(expected);
  });

  it('with a name of 300 characters is cut, by whole characters', async () => {
    expect((await groupOf({ name: '😀'.repeat(300) })).name).toBe('😀'.repeat(200));
    expect((await groupOf({ name: `${'a'.repeat(199)} b` })).name).toBe('a'.repeat(199));
    expect((await groupOf({ name: 'a'.repeat(1_000_000) })).name).toBe('a'.repeat(200));
  });

  it('is the one that the event names, also when the same update gives the chat to another', async () => {
    const changes = { status: ['assigned', 'resolved'], assigned_group_id: ['g-1', 'g-2'] };
    const [event] = await sent(updateOf({ changes }));
    expect(event.chat.group).toEqual({ id: 'g-1', name: 'Support' });
  });
});

describe('a payload that nobody expected', () => {
  const HANDLERS = ['onConversationCreate', 'onConversationUpdate'];
  const ODD = [
    null,
    [],
    'text',
    7,
    {},
    { data: null },
    { data: [] },
    { data: { conversation: null } },
    { data: { conversation: [] } },
    { data: { conversation: {} } },
    { data: { conversation: 'chat-1', changes: 'status' } },
    { data: { conversation: { conversation_id: 'c' }, changes: { model_changes: [['status', 'resolved']] } } },
  ];

  it.each(HANDLERS.flatMap((handler) => ODD.map((payload) => [handler, payload])))(
    '%s %j is nothing',
    async (handler, payload) => {
      if (handler === 'onConversationCreate' && payload?.data?.conversation?.conversation_id) return;
      const account = createAccount({ now: NOW });
      await account.run(handler, payload);
      expect([account.posts, account.logs, [...account.store]]).toEqual([[], [], []]);
    },
  );
});
