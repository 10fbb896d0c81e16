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
const eventWith = (fields: Readonly<Record<string, unknown>>) =>
  messageWith({ events: [{ ...resolved(), ...fields }] });

describe('a message of the queue', () => {
  it.each([
    ['events of every kind', MESSAGE],
    ['no events', eventsMessage([])],
    ['app events', eventsMessage([appEvent('app.installed'), appEvent('app.uninstalled')])],
    ['a refusal', refusalMessage({ reason: 'events_invalid' })],
  ])('with %s comes back as it went', (_, message) => {
    expect(parseQueueMessage(toBody(message))).toEqual({ ok: true, message });
  });

  it('travels without a character that the queue refuses, and arrives with all of them', () => {
    const message = eventsMessage([resolved({ chatId: '😀\ufffe\uffffé"\\', group: '𝄞 Support' })]);
    const body = toBody(message);
    expect(body).not.toMatch(/[\ud800-\udfff\ufffe\uffff]/);
    expect(parseQueueMessage(body)).toEqual({ ok: true, message });
  });

  it('drops what a later version may add', () => {
    expect(parseQueueMessage(messageWith({ traceId: 'x' }))).toEqual({ ok: true, message: MESSAGE });
  });

  it.each([
    ['nothing', '', 'not_json'],
    ['half a message', toBody(MESSAGE).slice(0, -1), 'not_json'],
    ['a word', 'hello', 'not_json'],
    ['null', 'null', 'not_a_message'],
    ['a list', '[]', 'not_a_message'],
    ['an empty object', '{}', 'not_a_message'],
    ['a later version', messageWith({ v: 2 }), 'later_version'],
    ['a later version of another shape', '{"v":7}', 'later_version'],
    ['no version', messageWith({ v: undefined }), 'not_a_message'],
    ['a version as text', messageWith({ v: '2' }), 'not_a_message'],
    ['another kind', messageWith({ kind: 'probe' }), 'not_a_message'],
    ['no integration', messageWith({ integrationId: undefined }), 'not_a_message'],
    ['an empty integration', messageWith({ integrationId: '' }), 'not_a_message'],
    ['no key', messageWith({ keyId: undefined }), 'not_a_message'],
    ['a time as text', messageWith({ receivedAt: '2026-11-22T09:14:03Z' }), 'not_a_message'],
    ['a time with a fraction', messageWith({ receivedAt: 1.5 }), 'not_a_message'],
    ['events as an object', messageWith({ events: {} }), 'not_a_message'],
    ['an event of another type', eventWith({ type: 'chat.exploded' }), 'not_a_message'],
    ['an event without chat', eventWith({ chat: undefined }), 'not_a_message'],
    ['a chat without id', eventWith({ chat: {} }), 'not_a_message'],
    ['an empty chat id', eventWith({ chat: { id: '' } }), 'not_a_message'],
    ['a group without name', eventWith({ chat: { id: 'c', group: {} } }), 'not_a_message'],
    ['a refusal for another reason', JSON.stringify({ ...refusalMessage(), reason: 'key_unknown' }), 'not_a_message'],
  ])('%s is none', (_, body, reason) => {
    expect(parseQueueMessage(body)).toEqual({ ok: false, reason });
  });

  // One item that the ledger's table refuses fails the call that carries 24 others.
  it.each([
    ['an id longer than a key of the table', eventWith({ chat: { id: 'c'.repeat(2_000) } })],
    ['an id with half of a surrogate pair', eventWith({ chat: { id: 'c\ud83d' } })],
    ['a group name longer than a key', eventWith({ chat: { id: 'c', group: { name: 'g'.repeat(2_000) } } })],
    ['an instant beyond every calendar', eventWith({ occurredAt: Number.MAX_SAFE_INTEGER })],
    ['an instant in a year of five digits', eventWith({ occurredAt: Date.UTC(10_000, 0, 1) })],
    ['an instant before 1970', eventWith({ occurredAt: -1 })],
    ['a creation beyond every calendar', eventWith({ chat: { id: 'c', createdAt: Number.MAX_SAFE_INTEGER } })],
  ])('%s is none: nothing that the tables would refuse may reach them', (_, body) => {
    expect(parseQueueMessage(body)).toEqual({ ok: false, reason: 'not_a_message' });
  });
});
