import { describe, expect, it } from 'vitest';
import { MAX_BODY_BYTES, parsePost } from '../../../shared/intake/event-post.ts';
import { toBody } from '../../../shared/intake/queue-message.ts';
import { NOW, resolved, toWire } from '../../support/events.ts';
import { eventsMessage } from '../../support/messages.ts';

const EVENT = toWire(resolved());
const BAD = { ...EVENT, type: 'chat.exploded' };
const parseText = (text: string | Uint8Array) => parsePost(Buffer.from(text), NOW);
const parse = (value: unknown) => parseText(JSON.stringify(value));
const batch = (events: number, event: unknown = EVENT) => ({ events: Array.from({ length: events }, () => event) });
/** `levels` objects in one another. */
const nested = (levels: number): unknown => (levels === 1 ? {} : { in: nested(levels - 1) });
const outcome = (value: ReturnType<typeof parsePost>) =>
  value.ok ? `${value.answer.accepted} accepted, ${value.answer.rejected.length} listed` : value.refusal;

describe('the body of a post', () => {
  it.each([
    ['one event', parse(EVENT), '1 accepted, 0 listed'],
    ['a batch of one', parse(batch(1)), '1 accepted, 0 listed'],
    ['100 events', parse(batch(100)), '100 accepted, 0 listed'],
    ['101 events', parse(batch(101)), 'too_many_events'],
    ['101 bad events', parse(batch(101, null)), 'too_many_events'],
    ['no events', parse({ events: [] }), '0 accepted, 1 listed'],
    ['events null', parse({ events: null }), '0 accepted, 1 listed'],
    ['events as an object', parse({ events: { 0: EVENT } }), '0 accepted, 1 listed'],
    ['an empty object', parse({}), '0 accepted, 1 listed'],
    ['32 levels', parse({ ...EVENT, deep: nested(31) }), '1 accepted, 0 listed'],
    ['33 levels', parse({ ...EVENT, deep: nested(32) }), 'too_deep'],
    ['33 levels within a batch', parse({ events: [{ ...EVENT, deep: nested(30) }] }), 'too_deep'],
    ['a list', parse([EVENT]), 'not_an_object'],
    ['null', parse(null), 'not_an_object'],
    ['a text', parse('events'), 'not_an_object'],
    ['a number', parse(1), 'not_an_object'],
    ['nothing', parseText(''), 'not_json'],
    ['spaces', parseText('  \n'), 'not_json'],
    ['half a JSON', parseText('{"events": ['), 'not_json'],
    ['a second JSON behind the first', parseText('{}{}'), 'not_json'],
    ['a comment', parseText('{} // fine'), 'not_json'],
    ['NaN', parseText('{"a": NaN}'), 'not_json'],
    ['a form', parseText('events=1'), 'not_json'],
    ['XML', parseText('<events/>'), 'not_json'],
    ['bytes that are not UTF-8', parseText(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d)), 'not_json'],
    ['an overlong slash', parseText(Uint8Array.of(0x22, 0xc0, 0xaf, 0x22)), 'not_json'],
    ['a surrogate in UTF-8', parseText(Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22)), 'not_json'],
    ['UTF-16', parseText(Buffer.from(JSON.stringify(EVENT), 'utf16le')), 'not_json'],
    ['256 KB of [', parseText('['.repeat(MAX_BODY_BYTES)), 'too_deep'],
    ['256 KB of closed lists', parseText('['.repeat(MAX_BODY_BYTES / 2) + ']'.repeat(MAX_BODY_BYTES / 2)), 'too_deep'],
    ['60,000 objects in one another', parseText(`${'{"":'.repeat(40_000)}1${'}'.repeat(40_000)}`), 'too_deep'],
    ['a byte too many', parseText(JSON.stringify(EVENT).padEnd(MAX_BODY_BYTES + 1)), 'too_large'],
    ['exactly 256 KB', parseText(JSON.stringify(EVENT).padEnd(MAX_BODY_BYTES)), '1 accepted, 0 listed'],
    ['a byte order mark', parseText(`\ufeff${JSON.stringify(EVENT)}`), '1 accepted, 0 listed'],
  ])('%s', (_, parsed, expected) => {
    expect(outcome(parsed)).toBe(expected);
  });

  it('of 256 KB is counted in bytes, not in characters', () => {
    expect(outcome(parse({ ...EVENT, text: 'ü'.repeat(MAX_BODY_BYTES / 2) }))).toBe('too_large');
  });

  it('with a key twice means the last, as JSON.parse reads it', () => {
    const text = JSON.stringify(EVENT).replace('{', '{"type":"chat.exploded",');
    expect(outcome(parseText(text))).toBe('1 accepted, 0 listed');
  });

  it('cannot reach any prototype', () => {
    const text = `{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}, ${JSON.stringify(EVENT).slice(1)}`;
    const parsed = parseText(text);
    expect(outcome(parsed)).toBe('1 accepted, 0 listed');
    expect(JSON.stringify(parsed)).not.toContain('polluted');
    expect({}).not.toHaveProperty('polluted');
  });

  it('that hides its fields in a prototype has no fields', () => {
    expect(outcome(parseText(`{"__proto__": ${JSON.stringify(EVENT)}}`))).toBe('0 accepted, 1 listed');
    expect(outcome(parseText(`{"__proto__": {"events": []}, ${JSON.stringify(EVENT).slice(1)}`))).toBe(
      '1 accepted, 0 listed',
    );
  });
});

describe('a batch with bad events', () => {
  it('keeps the good neighbours', () => {
    const parsed = parse({ events: [BAD, EVENT, null, { ...EVENT, id: 'e-2' }] });
    if (!parsed.ok) expect.fail('it was refused');
    expect(parsed.events.map(({ id }) => id)).toEqual([resolved().id, 'e-2']);
    expect(parsed.answer).toMatchObject({
      accepted: 2,
      rejected: [
        { index: 0, id: resolved().id, code: 'unknown_type', field: 'type' },
        { index: 2, code: 'wrong_type' },
      ],
    });
  });

  it('lists five problems and counts the others', () => {
    const parsed = parse(batch(100, BAD));
    if (!parsed.ok) expect.fail('it was refused');
    expect(parsed.answer.rejected.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4]);
    expect(parsed.answer.alsoRejected).toBe(95);
    expect(JSON.stringify(parsed.answer).length).toBeLessThan(1_500);
  });

  it('says nothing of others when five are all', () => {
    const parsed = parse(batch(5, BAD));
    if (!parsed.ok) expect.fail('it was refused');
    expect(parsed.answer).not.toHaveProperty('alsoRejected');
  });

  it('names the field that holds no events', () => {
    expect(parse({ events: 7 })).toMatchObject({
      answer: { rejected: [{ index: 0, code: 'wrong_type', field: 'events' }] },
    });
    expect(parse({ events: [] })).toMatchObject({
      answer: { rejected: [{ index: 0, code: 'too_few', field: 'events' }] },
    });
  });

  it('answers 60,000 unknown fields as briefly as none', () => {
    const fields = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`f${index}`, 0]));
    const parsed = parse({ ...BAD, ...fields });
    expect(JSON.stringify(parsed).length).toBeLessThan(400);
  });
});

it('the largest post that the HTTP API takes fits into one message of the queue', () => {
  const id = (index: number) => `${String(index).padStart(3, '0')}${'😀'.repeat(170)}`;
  // Three code points of four bytes each, once normalised: a name grows on its way.
  const name = '\u{1d160}'.repeat(66);
  const events = Array.from({ length: 100 }, (_, index) => ({
    ...EVENT,
    id: id(index),
    chat: { id: id(index), group: { id: id(index), name } },
  }));
  const body = JSON.stringify({ events });
  expect(Buffer.byteLength(body)).toBeGreaterThan(0.9 * MAX_BODY_BYTES);
  const parsed = parseText(body);
  if (!parsed.ok) expect.fail(parsed.refusal);
  expect(parsed.answer.accepted).toBe(100);
  expect(Buffer.byteLength(toBody(eventsMessage(parsed.events)))).toBeLessThan(1_048_576);
});
