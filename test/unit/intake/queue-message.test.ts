import { describe, expect, it } from 'vitest';
import { parseQueueMessage, toBody } from '../../../shared/intake/queue-message.ts';
import { appEvent, heartbeat, reopened, resolved } from '../../support/events.ts';
import { eventsMessage, refusalMessage } from '../../support/messages.ts';

const MESSAGE = eventsMessage([
  resolved({ groupId: 'g-7', createdAt: 1_795_334_400_000 }),
  reopened(),
  heartbeat('1.2'),
]);

const messageWith = (fields: Readonly<Record<string, unknown>>) => JSON.stringify({ ...MESSAGE, ...fields });
/** Version 1, as it waits in queues that were filled before the deployment. */
const FIRST = { ...MESSAGE, v: 1, source: undefined, keyId: 'key-1' };
const READ = { unreadable: { skipped: 0 } };

describe('a message of the queue', () => {
  it.each([
    ['events of every kind', MESSAGE],
    ['no events', eventsMessage([])],
    ['app events', eventsMessage([appEvent('app.installed'), appEvent('app.uninstalled')])],
    ['a refusal', refusalMessage({ reason: 'events_invalid' })],
    ['refused events beside accepted ones', eventsMessage([resolved()], { refused: { too_long: 99 } })],
    ['refused events only', refusalMessage({ reason: 'events_invalid', refused: { missing: 2 } })],
  ])('with %s comes back as it went', (_, message) => {
    expect(parseQueueMessage(toBody(message))).toEqual({ ok: true, message, ...READ });
  });

  it('travels without a character that the queue refuses, and arrives with all of them', () => {
    const message = eventsMessage([resolved({ chatId: '😀\ufffe\uffffé"\\', group: '𝄞 Support' })]);
    const body = toBody(message);
    expect(body).not.toMatch(/[\ud800-\udfff\ufffe\uffff]/);
    expect(parseQueueMessage(body)).toEqual({ ok: true, message, ...READ });
  });

  it.each([
    ['a list', [1]],
    ['a code that is none', { 'Acme Ltd': 1 }],
    ['a name that every object has', JSON.parse('{"__proto__": 1}')],
    ['a negative count', { missing: -1 }],
    ['a count as text', { missing: '1' }],
  ])('is read without its count of refused events when that is %s', (_, refused) => {
    expect(parseQueueMessage(messageWith({ refused }))).toEqual({ ok: true, message: MESSAGE, ...READ });
  });

  it('drops what a later version may add', () => {
    expect(parseQueueMessage(messageWith({ traceId: 'x' }))).toEqual({ ok: true, message: MESSAGE, ...READ });
  });

  it.each([
    ['nothing', '', 'not_json'],
    ['half a message', toBody(MESSAGE).slice(0, -1), 'not_json'],
    ['a word', 'hello', 'not_json'],
    ['null', 'null', 'not_a_message'],
    ['a list', '[]', 'not_a_message'],
    ['an empty object', '{}', 'not_a_message'],
    ['a later version', messageWith({ v: 3 }), 'later_version'],
    ['a later version of another shape', '{"v":7}', 'later_version'],
    ['no version', messageWith({ v: undefined }), 'not_a_message'],
    ['a version as text', messageWith({ v: '2' }), 'not_a_message'],
    ['another kind', messageWith({ kind: 'probe' }), 'not_a_message'],
    ['no integration', messageWith({ integrationId: undefined }), 'not_a_message'],
    ['an empty integration', messageWith({ integrationId: '' }), 'not_a_message'],
    ['no source', messageWith({ source: undefined }), 'not_a_message'],
    ['a source that nobody knows', messageWith({ source: { kind: 'webhook' } }), 'not_a_message'],
    ['a key without id', messageWith({ source: { kind: 'key' } }), 'not_a_message'],
    ['a first version without key', JSON.stringify({ ...FIRST, keyId: undefined }), 'not_a_message'],
    ['a time as text', messageWith({ receivedAt: '2026-11-22T09:14:03Z' }), 'not_a_message'],
    ['a time with a fraction', messageWith({ receivedAt: 1.5 }), 'not_a_message'],
    ['events as an object', messageWith({ events: {} }), 'not_a_message'],
    ['a refusal for another reason', JSON.stringify({ ...refusalMessage(), reason: 'key_unknown' }), 'not_a_message'],
  ])('%s is none', (_, body, reason) => {
    expect(parseQueueMessage(body)).toEqual({ ok: false, reason });
  });

  it('of the first version is read: its key becomes its source', () => {
    expect(parseQueueMessage(JSON.stringify(FIRST))).toEqual({ ok: true, message: MESSAGE, ...READ });
    const probe = { ...FIRST, keyId: 'probe' };
    expect(parseQueueMessage(JSON.stringify(probe))).toMatchObject({ message: { source: { kind: 'probe' } } });
  });
});

const letterOf = (body: string): unknown => {
  const parsed = parseQueueMessage(body);
  if (!parsed.ok) return parsed.reason;
  return parsed.unreadable.letter === undefined ? parsed.unreadable.skipped : JSON.parse(parsed.unreadable.letter);
};

describe('an event of the queue that cannot be read', () => {
  const good = resolved({ chatId: 'good' });
  const exploded = { id: 'e', type: 'chat.exploded', chat: { id: 'c', pieces: ['😀', null] } };

  it('leaves its neighbours as they are, and stays in a letter with its own envelope when it is about a chat', () => {
    const body = messageWith({ events: [good, exploded, { type: 'chat.resolved' }], refused: { missing: 1 } });
    expect(parseQueueMessage(body)).toMatchObject({ ok: true, message: { events: [good] } });
    expect(letterOf(body)).toEqual({ ...MESSAGE, events: [exploded, { type: 'chat.resolved' }] });
  });

  it('is skipped when its type says that it is not about a chat', () => {
    expect(letterOf(messageWith({ events: [good, { type: 'app.restarted' }, { type: 'agent.joined' }] }))).toBe(2);
  });

  it('goes on in the letter of a letter, word for word', () => {
    const first = letterOf(messageWith({ events: [exploded] }));
    expect(letterOf(JSON.stringify(first))).toEqual(first);
  });

  it.each([
    ['without a chat', { chat: undefined }],
    ['of a chat without id', { chat: {} }],
    ['of an empty chat id', { chat: { id: '' } }],
    ['of a group without name', { chat: { id: 'c', group: {} } }],
    // One item that the ledger's table refuses fails the call that carries 24 others.
    ['with an id longer than a key of the table', { chat: { id: 'c'.repeat(2_000) } }],
    ['with an id with half of a surrogate pair', { chat: { id: 'c\ud83d' } }],
    ['with a group name longer than a key', { chat: { id: 'c', group: { name: 'g'.repeat(2_000) } } }],
    ['with an instant beyond every calendar', { occurredAt: Number.MAX_SAFE_INTEGER }],
    ['with an instant in a year of five digits', { occurredAt: Date.UTC(10_000, 0, 1) }],
    ['with an instant before 1970', { occurredAt: -1 }],
    ['with a creation beyond every calendar', { chat: { id: 'c', createdAt: Number.MAX_SAFE_INTEGER } }],
  ])('%s, is one: nothing that the tables would refuse may reach them', (_, fields) => {
    const event = { ...resolved(), ...fields };
    expect(letterOf(messageWith({ events: [event] }))).toEqual({
      ...MESSAGE,
      events: [JSON.parse(JSON.stringify(event))],
    });
  });
});
