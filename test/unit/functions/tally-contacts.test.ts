import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { createHandler, ShardUnknownError } from '../../../functions/tally-contacts/handler.ts';
import { createLog } from '../../../shared/core/lambda/log.ts';
import { createTallyContacts } from '../../../shared/counting/tally-contacts.ts';
import { chatFrom, entryOf, SHARD, sequenceNumber, streamRecord, toImage } from '../../support/changes.ts';
import { at, markedSpam, NOW, resolved } from '../../support/events.ts';
import { createFakeContactCounts } from '../../support/fakes/contact-counts.ts';
import { StoreDownError } from '../../support/fakes/outage.ts';
import { createFakeSetAside } from '../../support/fakes/set-aside.ts';
import { INTEGRATION } from '../../support/messages.ts';

const DONE = { state: {}, batchItemFailures: [] };

const setUp = () => {
  const counts = createFakeContactCounts();
  const repairQueue = createFakeSetAside();
  const lines: string[] = [];
  const handler = createHandler({
    tallyContacts: createTallyContacts({ counts, setAside: repairQueue.setAside, pause: async () => undefined }),
    log: createLog({ functionName: 'tally-contacts', write: (line) => lines.push(line), clock: () => NOW }),
  });
  const contacts = () => counts.items().map(({ queue, measures }) => [queue, measures.contacts ?? 0]);
  return { handler, counts, repairQueue, lines, contacts };
};

const event = (records: readonly unknown[] | undefined, fields: Readonly<Record<string, unknown>> = {}) => ({
  ...(records && { Records: records }),
  window: { start: '2026-11-22T12:00:00Z', end: '2026-11-22T12:15:00Z' },
  state: {},
  shardId: SHARD,
  eventSourceARN: 'arn:aws:dynamodb:eu-central-1:123456789012:table/Chats/stream/2026-11-22T00:00:00.000',
  isFinalInvokeForWindow: false,
  isWindowTerminatedEarly: false,
  ...fields,
});

const FIRST = toImage(entryOf(chatFrom(resolved())));
const THEN = toImage(entryOf(chatFrom(resolved(), markedSpam({ occurredAt: at('18:00') }))), 2);

/** A new image of any kind. */
const asSent = (image: unknown) => ({ eventName: 'INSERT', dynamodb: { SequenceNumber: '2', NewImage: image } });

describe('the handler of tally-contacts', () => {
  it('counts an inserted and a moved chat', async () => {
    const { handler, counts, contacts } = setUp();
    expect(await handler(event([streamRecord(1, FIRST)]))).toEqual(DONE);
    expect(counts.items()).toMatchObject([
      { integrationId: INTEGRATION, hour: '2026-11-22T09:00:00Z', measures: { contacts: 1, arrivals00: 1 } },
    ]);
    expect(await handler(event([streamRecord(2, THEN, FIRST)]))).toEqual(DONE);
    expect(contacts()).toEqual([
      ['Support', 0],
      ['Undefined_Queue', 1],
    ]);
  });

  it.each([
    ['an empty final invocation', event([], { isFinalInvokeForWindow: true })],
    ['an invocation without records', event(undefined, { isFinalInvokeForWindow: true })],
    ['an empty one without a shard', event([], { shardId: undefined })],
  ])('answers %s with an empty state', async (_, empty) => {
    const { handler, lines } = setUp();
    expect(await handler(empty)).toEqual(DONE);
    expect(lines).toEqual([]);
  });

  it('refuses records without the name of their shard, loudly, before it counts any', async () => {
    const { handler, counts } = setUp();
    await expect(handler(event([streamRecord(1, FIRST)], { shardId: undefined }))).rejects.toThrow(ShardUnknownError);
    for (const shardId of ['', 'a"b', "a'b", 'a b']) {
      await expect(handler(event([streamRecord(1, FIRST)], { shardId }))).rejects.toThrow();
    }
    expect(counts.writes).toEqual([]);
  });

  it('drops removals: erasing never uncounts', async () => {
    const { handler, contacts, repairQueue } = setUp();
    await handler(event([streamRecord(1, FIRST)]));
    const { NewImage: _, ...removed } = { ...streamRecord(2, FIRST).dynamodb, OldImage: FIRST };
    expect(await handler(event([{ ...streamRecord(2, FIRST), eventName: 'REMOVE', dynamodb: removed }]))).toEqual(DONE);
    expect(contacts()).toEqual([['Support', 1]]);
    expect(repairQueue.repairs).toEqual([]);
  });

  it('keeps all 40 digits of a sequence number, and pads the short ones', async () => {
    const { handler, counts } = setUp();
    const big = 8_100_000_000_000_000_000_000_000_000_000_000_000_001n;
    await handler(event([streamRecord(17, FIRST)]));
    await handler(event([streamRecord(big, FIRST), streamRecord(big - 1n, FIRST)]));
    expect(counts.writes.map(({ count }) => [count.marks[SHARD], count.measures.contacts])).toEqual([
      ['0'.repeat(38).concat('17'), 1],
      [sequenceNumber(big), 3],
    ]);
  });

  it('leaves the chat beside the contributions as it is', async () => {
    const { handler, contacts, repairQueue } = setUp();
    await handler(
      event([streamRecord(1, { ...FIRST, events: { $unknown: ['Q', 1] } }), asSent({ ...FIRST, chat: null })]),
    );
    expect([contacts(), repairQueue.repairs]).toEqual([[['Support', 2]], []]);
  });

  it('throws what the store did not answer, so that the batch comes again', async () => {
    const { handler, counts, contacts } = setUp();
    counts.writeOutage.next('answer_lost');
    await expect(handler(event([streamRecord(1, FIRST)]))).rejects.toThrow(StoreDownError);
    await handler(event([streamRecord(1, FIRST)]));
    expect(contacts()).toEqual([['Support', 1]]);
  });

  it('leaves one line a batch, with ids and numbers', async () => {
    const { handler, lines } = setUp();
    await handler(event([streamRecord(1, FIRST), streamRecord(2, FIRST), { eventName: 'INSERT' }]));
    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
      { outcome: 'tallied', shardId: SHARD, countsWritten: 1, RecordsTallied: 2, RecordsSetAside: 1 },
    ]);
    expect(lines.join()).not.toContain('Support');
  });
});

const withContributions = (contributions: unknown) =>
  streamRecord(2, { ...FIRST, contributions: { S: JSON.stringify(contributions) } });
const { contributions: _, ...WITHOUT_CONTRIBUTIONS } = FIRST;
const modified = streamRecord(2, THEN, FIRST);

const withMeasures = (measures: AttributeValue) =>
  streamRecord(2, {
    ...FIRST,
    contributions: { L: [{ M: { hour: { S: 'h' }, queue: { S: 'q' }, measures } }] },
  });

const withQueue = (queue: string) =>
  streamRecord(2, {
    ...FIRST,
    contributions: { L: [{ M: { hour: { S: 'h' }, queue: { S: queue }, measures: { M: { contacts: { N: '1' } } } } }] },
  });

describe('a record that is no ledger change', () => {
  it.each([
    ['null', null, 'unknown'],
    ['a text', 'record', 'unknown'],
    ['without a sequence number', { ...modified, dynamodb: { NewImage: THEN, OldImage: FIRST } }, 'unknown'],
    ['with a sequence number of letters', streamRecord('12ab', FIRST), 'unknown'],
    ['with 41 digits', streamRecord('1'.repeat(41), FIRST), 'unknown'],
    ['of another event', { ...modified, eventName: 'UPSERT' }, sequenceNumber(2)],
    ['without a new image', { ...modified, dynamodb: { SequenceNumber: '2', OldImage: FIRST } }, sequenceNumber(2)],
    [
      'changed, but without its old image',
      { ...modified, dynamodb: { SequenceNumber: '2', NewImage: THEN } },
      sequenceNumber(2),
    ],
    ['without contributions', streamRecord(2, WITHOUT_CONTRIBUTIONS), sequenceNumber(2)],
    ['with contributions as text', withContributions([]), sequenceNumber(2)],
    ['with an old image of another table', streamRecord(2, THEN, { a: { S: 'b' } }), sequenceNumber(2)],
    ['without an integration', streamRecord(2, { ...FIRST, integrationId: { S: '' } }), sequenceNumber(2)],
    [
      'with a value of no DynamoDB type',
      streamRecord(2, { ...FIRST, contributions: { $unknown: ['Q', 1] } }),
      sequenceNumber(2),
    ],
    ['with contributions that are null', asSent({ ...FIRST, contributions: null }), sequenceNumber(2)],
    ['with an image that is null', asSent(null), sequenceNumber(2)],
    ['with a queue whose count could have no key', withQueue('x'.repeat(1_100)), sequenceNumber(2)],
    ['with a control character in a queue', withQueue('a\nb'), sequenceNumber(2)],
    ['with a measure that does not exist', withMeasures({ M: { weight: { N: '1' } } }), sequenceNumber(2)],
    ['with measures of another type', withMeasures({ BOOL: true }), sequenceNumber(2)],
    ['with half a contact', withMeasures({ M: { contacts: { N: '0.5' } } }), sequenceNumber(2)],
    [
      'with more contacts than JavaScript can count',
      withMeasures({ M: { contacts: { N: '9007199254740993' } } }),
      sequenceNumber(2),
    ],
  ])('%s is set aside, and its neighbours count', async (_, record, number) => {
    const { handler, repairQueue, contacts } = setUp();
    expect(await handler(event([streamRecord(1, FIRST), record, streamRecord(3, FIRST)]))).toEqual(DONE);
    expect(contacts()).toEqual([['Support', 2]]);
    expect(repairQueue.repairs).toEqual([{ reason: 'unreadable_record', shardId: SHARD, sequenceNumber: number }]);
  });
});
