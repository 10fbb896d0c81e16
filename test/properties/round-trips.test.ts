import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toRfc3339 } from '../../shared/core/instant.ts';
import { fromAttributes, type Plain, type PlainMap, toAttribute } from '../../shared/core/plain-attributes.ts';
import { textProblem } from '../../shared/core/text.ts';
import { toVisibleName } from '../../shared/core/visible-name.ts';
import { fromChatItem } from '../../shared/counting/chat-item.ts';
import { padSequenceNumber } from '../../shared/counting/sequence-number.ts';
import { TERMINAL_TYPES } from '../../shared/counting/terminal-event.ts';
import { formatApiKey, KEY_ID_BYTES, parseApiKey, SECRET_BYTES } from '../../shared/intake/api-key.ts';
import { fromApiKeyItem, toApiKeyItem } from '../../shared/intake/api-keys.dynamo.ts';
import { APP_TYPES, type Event, PASSING_TYPES } from '../../shared/intake/event.ts';
import { createEventParser } from '../../shared/intake/event-schema.ts';
import { parseEventTime } from '../../shared/intake/event-time.ts';
import { parseQueueMessage, REFUSAL_REASONS, toBody } from '../../shared/intake/queue-message.ts';
import { chatOfLedger } from '../support/arbitraries.ts';
import { entryOf, toImage } from '../support/changes.ts';
import { NOW, toWire } from '../support/events.ts';

/** Any text that docs/counting-rules.md, rule 8 lets in, with all that queues and tables stumble over. */
const text = fc
  .oneof(
    fc.string({ unit: 'binary', minLength: 1 }),
    fc.string({ unit: fc.constantFrom('\ufffe', '\uffff', '😀', '"', '\\', 'é', 'e\u0301', '\u2028') }),
  )
  .filter((one) => textProblem(one) === undefined);
const name = text.map((one) => toVisibleName(one)?.name ?? 'Support').filter((one) => textProblem(one) === undefined);
const instant = fc.integer({ min: Date.UTC(2015, 0, 1), max: NOW });
const group = fc.record({ id: text, name }, { requiredKeys: ['name'] });

const event: fc.Arbitrary<Event> = fc.oneof(
  fc.record({
    id: text,
    type: fc.constantFrom(...TERMINAL_TYPES),
    occurredAt: instant,
    chat: fc.record({ id: text, createdAt: instant, group }, { requiredKeys: ['id'] }),
  }),
  fc.record({ id: text, type: fc.constantFrom(...PASSING_TYPES), occurredAt: instant, chat: fc.record({ id: text }) }),
  fc.record(
    { id: text, type: fc.constantFrom(...APP_TYPES), occurredAt: instant, app: fc.record({ version: text }) },
    { requiredKeys: ['id', 'type', 'occurredAt'] },
  ),
);
const source = fc.oneof(
  text.map((keyId) => ({ kind: 'key' as const, keyId })),
  fc.constant({ kind: 'probe' as const }),
);
const envelope = { v: fc.constant(2 as const), integrationId: text, source, receivedAt: instant };
const message = fc.oneof(
  fc.record({ ...envelope, kind: fc.constant('events' as const), events: fc.array(event, { maxLength: 5 }) }),
  fc.record({ ...envelope, kind: fc.constant('refusal' as const), reason: fc.constantFrom(...REFUSAL_REASONS) }),
);
const { map: plainMap } = fc.letrec<{ map: PlainMap; value: Plain }>((tie) => ({
  map: fc.dictionary(
    text.filter((one) => one !== '__proto__'),
    tie('value'),
    { maxKeys: 4, noNullPrototype: true },
  ),
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'binary' }),
    fc.constantFrom('', 0),
    fc.maxSafeInteger(),
    fc.double({ min: -1e15, max: 1e15, noNaN: true }),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('map'),
  ),
}));
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

type ToBody = typeof toBody;
const travels = (write: ToBody) =>
  fc.property(message, (one) => {
    const body = write(one);
    expect(body).not.toMatch(/[\ud800-\udfff\ufffe\uffff]/);
    expect(parseQueueMessage(body)).toEqual({ ok: true, message: one, unreadable: { skipped: 0 } });
  });

describe('what is written is read back', () => {
  it('an event of the wire', () => {
    const parse = createEventParser(NOW, Date.UTC(2015, 0, 1));
    fc.assert(
      fc.property(event, (one) => {
        expect(parse(toWire(one))).toEqual({ ok: true, event: one, notes: [] });
      }),
    );
  });

  it('a message of the queue', () => fc.assert(travels(toBody)));

  it('a chat of the ledger', () => {
    fc.assert(
      fc.property(chatOfLedger, fc.integer({ min: 1 }), (chat, version) => {
        const entry = entryOf(chat);
        expect(fromChatItem(toImage(entry, version))).toStrictEqual({ ...entry, version });
      }),
    );
  });

  it('plain values as attributes, the same as the SDK makes', () => {
    fc.assert(
      fc.property(plainMap, (plain) => {
        const attributes = marshall(plain);
        expect(JSON.stringify(toAttribute(plain))).toBe(JSON.stringify({ M: attributes }));
        expect(fromAttributes(attributes)).toStrictEqual(unmarshall(attributes));
      }),
    );
  });

  it('an API key of the store', () => {
    const key = fc.record(
      {
        keyId: text,
        hash: text,
        integrationId: text,
        accountId: text,
        createdAt: instant,
        expiresAt: instant,
        revokedAt: instant,
        acceptsFrom: instant,
        createdBy: text,
        revokedBy: text,
        lastUsedAt: instant,
      },
      { requiredKeys: ['keyId', 'hash', 'integrationId', 'accountId', 'createdAt'] },
    );
    fc.assert(
      fc.property(key, (one) => {
        expect(fromApiKeyItem(toApiKeyItem(one))).toEqual(one);
      }),
    );
  });

  it('an API key of the app', () => {
    fc.assert(
      fc.property(bytes(KEY_ID_BYTES), bytes(SECRET_BYTES), (id, secret) => {
        const { keyId, key } = formatApiKey(id, secret);
        expect(parseApiKey(key)).toEqual({ keyId });
      }),
    );
  });

  it('an instant', () => {
    fc.assert(
      fc.property(instant, (one) => {
        expect(parseEventTime(toRfc3339(one), NOW)).toEqual({ ok: true, instant: one });
      }),
    );
  });
});

describe('normal forms', () => {
  it('padded sequence numbers sort as their numbers', () => {
    const number = fc.bigInt({ min: 0n, max: 10n ** 40n - 1n });
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(padSequenceNumber(`${a}`) < padSequenceNumber(`${b}`)).toBe(a < b);
      }),
    );
  });
});

describe('the laws catch', () => {
  const isCaught = (write: ToBody) => fc.check(travels(write)).failed;

  it.each<[string, ToBody]>([
    ['a message in plain JSON', (one) => JSON.stringify(one)],
    ['a message whose hard characters are dropped', (one) => toBody(one).replaceAll(/\\u[0-9a-f]{4}/g, '')],
    ['a message that escapes without padding', (one) => toBody(one).replaceAll('\\u0', '\\u')],
  ])('%s', (name, write) => {
    // Control characters are refused by the HTTP API, so no code below U+1000 is ever escaped.
    expect(isCaught(write)).toBe(!name.includes('padding'));
  });
});
