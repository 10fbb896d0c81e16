import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toStreamRecords } from '../../functions/tally-contacts/stream-record.ts';
import { parseApiKey } from '../../shared/intake/api-key.ts';
import { isTerminal } from '../../shared/intake/event.ts';
import { parsePost } from '../../shared/intake/event-post.ts';
import { createEventParser } from '../../shared/intake/event-schema.ts';
import { parseEventTime } from '../../shared/intake/event-time.ts';
import { parseQueueMessage, toBody } from '../../shared/intake/queue-message.ts';
import { received } from '../support/arbitraries.ts';
import { NOW } from '../support/events.ts';
import { delivery, eventsMessage } from '../support/messages.ts';
import { createPipeline } from '../support/pipeline.ts';

/** JSON that looks like an event, with anything in any place. */
const anything = fc.anything({ withNullPrototype: true, maxDepth: 3 });
const sometimes = <T>(good: fc.Arbitrary<T>) => fc.oneof(good, anything);
const almostEvent = fc.record(
  {
    id: sometimes(fc.string()),
    type: sometimes(fc.constantFrom('chat.resolved', 'chat.reopened', 'app.heartbeat')),
    occurredAt: sometimes(fc.constant('2026-11-22T09:14:03Z')),
    chat: sometimes(fc.record({ id: sometimes(fc.string()), createdAt: anything, group: anything })),
    app: anything,
  },
  { requiredKeys: [] },
);
const input = fc.oneof(anything, almostEvent);

describe('nothing from outside throws', () => {
  const parse = createEventParser(NOW);

  it('in the event parser, which says a code and an existing path', () => {
    fc.assert(
      fc.property(input, (one) => {
        const parsed = parse(one);
        if (!parsed.ok) expect(parsed.problem).toMatchObject({ code: expect.any(String), message: expect.any(String) });
      }),
      { numRuns: 1_000 },
    );
  });

  it('in the parser of a post: bytes, texts and JSON of any kind', () => {
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
      fc.json().map((text) => Buffer.from(text)),
      fc.array(fc.jsonValue()).map((events) => Buffer.from(JSON.stringify({ events }))),
    );
    fc.assert(
      fc.property(body, (bytes) => {
        expect(typeof parsePost(bytes, NOW).ok).toBe('boolean');
      }),
      { numRuns: 1_000 },
    );
  });

  it('in the parsers of messages, keys, times and stream records', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), anything, (text, value) => {
        expect(parseQueueMessage(text).ok).toBe(false);
        expect(parseApiKey(text)).toBeUndefined();
        expect(typeof parseEventTime(text, NOW).ok).toBe('boolean');
        expect(toStreamRecords([value, { eventName: 'INSERT', dynamodb: value }])).toMatchObject([
          { kind: 'unreadable' },
          { kind: 'unreadable' },
        ]);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a batch of any messages, while anything fails', () => {
  const body = fc.oneof(
    received.map(({ integrationId, event }) => toBody(eventsMessage([event], { integrationId }))),
    fc.constantFrom('', '{', '{"v":2}'),
  );
  const outages = fc.array(fc.constantFrom('request_lost' as const, 'answer_lost' as const, undefined), {
    maxLength: 8,
  });

  type Failures = (failed: readonly string[]) => readonly string[];
  const failuresAreOfTheBatch = (answer: Failures) =>
    fc.asyncProperty(fc.array(body, { maxLength: 10 }), outages, outages, async (bodies, inserts, updates) => {
      const { record, ledger } = createPipeline();
      ledger.insertOutage.next(...inserts);
      ledger.updateOutage.next(...updates);
      const batch = bodies.map((one, index) => delivery(one, { messageId: `message-${index}` }));
      const failed = answer((await record(batch)).failed);
      expect(batch.map(({ messageId }) => messageId)).toEqual(expect.arrayContaining([...failed]));
      expect(new Set(failed).size).toBe(failed.length);
    });

  it('reports failures that are ids of the batch, each once', () =>
    fc.assert(
      failuresAreOfTheBatch((failed) => failed),
      { numRuns: 300 },
    ));

  it('would be caught reporting another id, or one twice', async () => {
    const isCaught = async (answer: Failures) => (await fc.check(failuresAreOfTheBatch(answer))).failed;
    expect(await isCaught((failed) => failed.map((id) => id.replace('message', 'receipt')))).toBe(true);
    expect(await isCaught((failed) => [...failed, ...failed])).toBe(true);
  });

  it('loses nothing: what is not reported is in the ledger', () =>
    fc.assert(
      fc.asyncProperty(fc.array(received, { minLength: 1, maxLength: 8 }), outages, async (events, inserts) => {
        const { record, ledger } = createPipeline();
        ledger.insertOutage.next(...inserts);
        const batch = events.map(({ integrationId, event }, index) =>
          delivery(eventsMessage([event], { integrationId }), { messageId: `message-${index}` }),
        );
        const { failed } = await record(batch);
        const known = new Set(ledger.items().map(({ integrationId, chatId }) => `${integrationId} ${chatId}`));
        for (const [index, { integrationId, event }] of events.entries()) {
          if (!isTerminal(event) || failed.includes(`message-${index}`)) continue;
          expect(known).toContain(`${integrationId} ${event.chat.id}`);
        }
      }),
      { numRuns: 300 },
    ));
});
