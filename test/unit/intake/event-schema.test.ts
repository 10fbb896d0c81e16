import { describe, expect, it } from 'vitest';
import { createEventParser } from '../../../shared/intake/event-schema.ts';
import { NOW } from '../../support/events.ts';

const parse = createEventParser(NOW);
const time = '2026-11-22T09:14:03.123Z';
const occurredAt = Date.parse(time);

const event = (fields: Readonly<Record<string, unknown>> = {}, chat: Readonly<Record<string, unknown>> = {}) => ({
  id: 'e-1',
  type: 'chat.resolved',
  occurredAt: time,
  chat: { id: 'c-1', ...chat },
  ...fields,
});
const without = (field: string) => Object.fromEntries(Object.entries(event()).filter(([name]) => name !== field));
const app = (version: unknown) => ({ id: 'e-1', type: 'app.heartbeat', occurredAt: time, app: { version } });

/** A value that no answer may repeat; long enough not to be met by chance. */
const SECRET = 'Frau-Mustermann-0171';
const LONG = SECRET.repeat(11);
const HALF = `${SECRET}\ud83d`;
const NUL = `${SECRET}\u0000`;

const MALFORMED: readonly (readonly [what: string, input: unknown, code: string, field: string | undefined])[] = [
  ['nothing', undefined, 'missing', undefined],
  ['null', null, 'wrong_type', undefined],
  ['a text', SECRET, 'wrong_type', undefined],
  ['a number', 4711, 'wrong_type', undefined],
  ['a truth', true, 'wrong_type', undefined],
  ['a list', [event({ id: SECRET })], 'wrong_type', undefined],
  ['an empty object', {}, 'missing', 'type'],
  ['no type', without('type'), 'missing', 'type'],
  ['the type null', event({ type: null }), 'wrong_type', 'type'],
  ['the type as a number', event({ type: 4711 }), 'wrong_type', 'type'],
  ['the type as an object', event({ type: { SECRET } }), 'wrong_type', 'type'],
  ['the type as a list', event({ type: ['chat.resolved'] }), 'wrong_type', 'type'],
  ['an unknown type', event({ type: SECRET }), 'unknown_type', 'type'],
  ['an empty type', event({ type: '' }), 'unknown_type', 'type'],
  ['a type in upper case', event({ type: 'CHAT.RESOLVED' }), 'unknown_type', 'type'],
  ['a type with a space', event({ type: 'chat.resolved ' }), 'unknown_type', 'type'],
  ['a type that every object has', event({ type: 'constructor' }), 'unknown_type', 'type'],
  ['the type __proto__', event({ type: '__proto__' }), 'unknown_type', 'type'],
  ['no id', without('id'), 'missing', 'id'],
  ['the id null', event({ id: null }), 'wrong_type', 'id'],
  ['the id as a number', event({ id: 4711 }), 'wrong_type', 'id'],
  ['the id as an object', event({ id: { SECRET } }), 'wrong_type', 'id'],
  ['an empty id', event({ id: '' }), 'empty', 'id'],
  ['an id of 201 characters', event({ id: LONG }), 'too_long', 'id'],
  ['an id with half a pair', event({ id: HALF }), 'ill_formed_unicode', 'id'],
  ['an id with NUL', event({ id: NUL }), 'control_character', 'id'],
  ['an id with a line feed', event({ id: `${SECRET}\n` }), 'control_character', 'id'],
  ['no time', without('occurredAt'), 'missing', 'occurredAt'],
  ['the time null', event({ occurredAt: null }), 'wrong_type', 'occurredAt'],
  ['the time as milliseconds', event({ occurredAt: occurredAt }), 'wrong_type', 'occurredAt'],
  ['the time as text of milliseconds', event({ occurredAt: `${occurredAt}` }), 'not_rfc3339', 'occurredAt'],
  ['an empty time', event({ occurredAt: '' }), 'not_rfc3339', 'occurredAt'],
  ['some other text', event({ occurredAt: SECRET }), 'not_rfc3339', 'occurredAt'],
  ['a time without an offset', event({ occurredAt: '2026-11-22T09:14:03' }), 'not_rfc3339', 'occurredAt'],
  ['a date', event({ occurredAt: '2026-11-22' }), 'not_rfc3339', 'occurredAt'],
  ['30 February', event({ occurredAt: '2026-02-30T09:14:03Z' }), 'not_rfc3339', 'occurredAt'],
  ['milliseconds read as seconds', event({ occurredAt: '9999-01-01T00:00:00Z' }), 'in_future', 'occurredAt'],
  ['six minutes ahead', event({ occurredAt: '2026-11-22T12:06:00Z' }), 'in_future', 'occurredAt'],
  ['seconds read as milliseconds', event({ occurredAt: '1970-01-21T18:42:14Z' }), 'before_2015', 'occurredAt'],
  ['older than 35 days', event({ occurredAt: '2026-10-18T11:59:59.999Z' }), 'too_old', 'occurredAt'],
  ['year 0', event({ occurredAt: '0000-01-01T00:00:00Z' }), 'before_2015', 'occurredAt'],
  ['no chat', without('chat'), 'missing', 'chat'],
  ['the chat null', event({ chat: null }), 'wrong_type', 'chat'],
  ['the chat as its id', event({ chat: SECRET }), 'wrong_type', 'chat'],
  ['the chat as a list', event({ chat: [SECRET] }), 'wrong_type', 'chat'],
  ['a chat without id', event({ chat: {} }), 'missing', 'chat.id'],
  ['a chat with the id null', event({}, { id: null }), 'wrong_type', 'chat.id'],
  ['a chat with a number as id', event({}, { id: 81 }), 'wrong_type', 'chat.id'],
  ['a chat with an empty id', event({}, { id: '' }), 'empty', 'chat.id'],
  ['a chat with a long id', event({}, { id: LONG }), 'too_long', 'chat.id'],
  ['a chat with half a pair', event({}, { id: HALF }), 'ill_formed_unicode', 'chat.id'],
  ['a chat with NUL', event({}, { id: NUL }), 'control_character', 'chat.id'],
  ['a reopened chat without id', event({ type: 'chat.reopened', chat: {} }), 'missing', 'chat.id'],
  ['a deleted chat without chat', { ...without('chat'), type: 'chat.deleted' }, 'missing', 'chat'],
  ['a spam chat without chat', { ...without('chat'), type: 'chat.marked_spam' }, 'missing', 'chat'],
];

describe('a malformed event', () => {
  it.each(MALFORMED)('%s is refused with a code and a path, never with the value', (_, input, code, field) => {
    const parsed = parse(input);
    if (parsed.ok) expect.fail('it was accepted');
    expect({ code: parsed.problem.code, field: parsed.problem.field }).toEqual({ code, field });
    expect(JSON.stringify(parsed)).not.toContain(SECRET);
  });

  it('tells its id when that is one, so that the sender finds it again', () => {
    expect(parse(event({ chat: null }))).toMatchObject({ ok: false, id: 'e-1' });
    expect(parse(event({ id: NUL }))).not.toHaveProperty('id');
  });

  it('with many problems names the same one each time', () => {
    expect(parse({ type: 'chat.resolved' })).toMatchObject({ problem: { code: 'missing', field: 'id' } });
  });

  it('says in a sentence what to mend', () => {
    expect(parse(event({ chat: {} }))).toMatchObject({ problem: { message: 'chat.id is required.' } });
    expect(parse(null)).toMatchObject({ problem: { message: 'The event has the wrong JSON type.' } });
  });
});

/** What is optional and cannot be used. */
const UNUSABLE: readonly (readonly [what: string, input: unknown, code: string, field: string])[] = [
  ['a creation as a number', event({}, { createdAt: 1 }), 'wrong_type', 'chat.createdAt'],
  ['an empty creation', event({}, { createdAt: '' }), 'not_rfc3339', 'chat.createdAt'],
  ['some text as creation', event({}, { createdAt: SECRET }), 'not_rfc3339', 'chat.createdAt'],
  ['a creation in the future', event({}, { createdAt: '2026-11-23T00:00:00Z' }), 'in_future', 'chat.createdAt'],
  ['a creation in 1970', event({}, { createdAt: '1970-01-01T00:00:00Z' }), 'before_2015', 'chat.createdAt'],
  ['the group as its name', event({}, { group: SECRET }), 'wrong_type', 'chat.group'],
  ['the group as a list', event({}, { group: [SECRET] }), 'wrong_type', 'chat.group'],
  ['a group with a number as id', event({}, { group: { id: 7, name: 'A' } }), 'wrong_type', 'chat.group.id'],
  ['a group with an empty id', event({}, { group: { id: '', name: 'A' } }), 'empty', 'chat.group.id'],
  ['a group with a long id', event({}, { group: { id: LONG, name: 'A' } }), 'too_long', 'chat.group.id'],
  ['a group with NUL in its id', event({}, { group: { id: NUL } }), 'control_character', 'chat.group.id'],
  ['a group with a number as name', event({}, { group: { name: 7 } }), 'wrong_type', 'chat.group.name'],
  ['a group with half a pair', event({}, { group: { name: HALF } }), 'ill_formed_unicode', 'chat.group.name'],
  ['a group with NUL', event({}, { group: { name: NUL } }), 'control_character', 'chat.group.name'],
  ['the app as its version', { ...app('1'), app: SECRET }, 'wrong_type', 'app'],
  ['a version as a number', app(1.2), 'wrong_type', 'app.version'],
  ['an empty version', app(''), 'empty', 'app.version'],
  ['a long version', app(LONG), 'too_long', 'app.version'],
  ['a version with NUL', app(NUL), 'control_character', 'app.version'],
  [
    'a group with a line feed within',
    event({}, { group: { name: `a\n${SECRET}` } }),
    'control_character',
    'chat.group.name',
  ],
  ['an age below zero', { ...app('1'), app: { aliveForSeconds: -1 } }, 'out_of_range', 'app.aliveForSeconds'],
  ['an age as text', { ...app('1'), app: { undeliveredForSeconds: '0' } }, 'wrong_type', 'app.undeliveredForSeconds'],
];

describe('a part of an event that may be absent', () => {
  it.each(UNUSABLE)('and is %s costs nothing but itself, and is noted', (_, input, code, field) => {
    const parsed = parse(input);
    if (!parsed.ok) expect.fail(parsed.problem.code);
    expect(parsed.notes.map((note) => [note.code, note.field])).toEqual([[code, field]]);
    expect(JSON.stringify(parsed)).not.toContain(SECRET);
  });

  it('and is a name that is too long is cut, and noted', () => {
    const parsed = parse(event({}, { group: { id: 'g-7', name: 'x'.repeat(201) } }));
    expect(parsed).toMatchObject({
      ok: true,
      event: { chat: { group: { id: 'g-7', name: 'x'.repeat(200) } } },
      notes: [{ code: 'cut', field: 'chat.group.name' }],
    });
  });

  it('keeps its good neighbours', () => {
    const chat = { createdAt: 1, group: { id: '', name: 'Sales' } };
    expect(parse(event({}, chat))).toMatchObject({ ok: true, event: { chat: { group: { name: 'Sales' } } } });
    const parts = { version: '', account: 'acme.freshchat.com', aliveForSeconds: 600 };
    expect(parse({ ...app('1'), app: parts })).toMatchObject({
      event: { app: { account: 'acme.freshchat.com', aliveForSeconds: 600 } },
      notes: [{ field: 'app.version' }],
    });
  });

  it('is not looked at where it is not needed', () => {
    expect(parse(event({ type: 'chat.reopened' }, { group: 7 }))).toMatchObject({ ok: true, notes: [] });
  });
});

describe('a good event', () => {
  const accepted = (input: unknown) => {
    const parsed = parse(input);
    return parsed.ok ? parsed.event : parsed.problem;
  };

  it('keeps what the contract names and drops everything else', () => {
    const chat = {
      createdAt: '2026-11-22T08:58:40Z',
      group: { id: 'g-7', name: 'Sales', members: [SECRET] },
      text: SECRET,
    };
    expect(accepted(event({ actor: { email: SECRET }, message: SECRET, ['__proto__']: SECRET }, chat))).toEqual({
      id: 'e-1',
      type: 'chat.resolved',
      occurredAt,
      chat: { id: 'c-1', createdAt: Date.parse('2026-11-22T08:58:40Z'), group: { id: 'g-7', name: 'Sales' } },
    });
  });

  it.each([
    ['absent', {}],
    ['null', { group: null }],
    ['empty', { group: {} }],
    ['without a name', { group: { id: 'g-7' } }],
    ['with the name null', { group: { id: 'g-7', name: null } }],
    ['with a blank name', { group: { id: 'g-7', name: ' \t\u00a0' } }],
  ])('has no group when the group is %s', (_, chat) => {
    expect(accepted(event({}, chat))).toEqual({ id: 'e-1', type: 'chat.resolved', occurredAt, chat: { id: 'c-1' } });
  });

  it('has a group without an id when only the name is known', () => {
    expect(accepted(event({}, { group: { id: null, name: ' Cafe\u0301 ' } }))).toMatchObject({
      chat: { group: { name: 'Caf\u00e9' } },
    });
  });

  it('keeps ids as they are: they are opaque', () => {
    expect(accepted(event({ id: ' e\u0301 ' }, { id: '  ' }))).toMatchObject({ id: ' e\u0301 ', chat: { id: '  ' } });
  });

  it('of a chat that goes on keeps no group and no creation', () => {
    for (const type of ['chat.created', 'chat.reopened']) {
      const chat = { createdAt: '2026-11-22T08:58:40Z', group: { name: 'Sales' } };
      expect(accepted(event({ type }, chat))).toEqual({ id: 'e-1', type, occurredAt, chat: { id: 'c-1' } });
    }
  });

  it.each([
    ['without app', { ...app('1'), app: undefined }, {}],
    ['with the app null', { ...app('1'), app: null }, {}],
    ['with the version null', app(null), {}],
    ['with a version', app('1.2.3'), { app: { version: '1.2.3' } }],
    ['with a chat, which is ignored', { ...app('1'), chat: 7 }, { app: { version: '1' } }],
  ])('a heartbeat %s', (_, input, more) => {
    expect(accepted(input)).toEqual({ id: 'e-1', type: 'app.heartbeat', occurredAt, ...more });
  });
});
