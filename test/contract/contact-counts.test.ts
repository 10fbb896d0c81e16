import { type AttributeValue, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ContactCount, placeKey } from '../../shared/counting/contact-count.ts';
import { contactCountKey } from '../../shared/counting/contact-count-item.ts';
import { createCountStore } from '../../shared/counting/contact-counts.dynamo.ts';
import { type CountStore, type StoredCount, WRITE_LIMIT } from '../../shared/counting/contact-counts.port.ts';
import { MEASURES } from '../../shared/counting/contributions.ts';
import { SHARD, sequenceNumber } from '../support/changes.ts';
import { type DynamoTables, startDynamoTables } from '../support/dynamo-tables.ts';
import { NOW } from '../support/events.ts';
import { createFakeContactCounts } from '../support/fakes/contact-counts.ts';

let tables: DynamoTables;
beforeAll(async () => {
  tables = await startDynamoTables();
});
afterAll(() => tables.close());

const pause = async () => undefined;
const openDynamo = (): CountStore =>
  createCountStore({ client: tables.client, table: tables.names.ContactCounts, pause, clock: () => NOW });

/** Whatever DynamoDB may have against a statement: each count goes alone, and must come to the same. */
const openDynamoWithoutPartiQl = (): CountStore => {
  const client = tables.openClient();
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (call) => {
        if (commandName !== 'BatchExecuteStatementCommand') return next(call);
        throw Object.assign(new Error('The statement is not well formed'), { name: 'ValidationException' });
      },
    { step: 'initialize', name: 'refusePartiQl' },
  );
  return createCountStore({ client, table: tables.names.ContactCounts, pause, clock: () => NOW });
};

const countOf = (options: Partial<ContactCount> = {}): ContactCount => ({
  integrationId: 'demo.one',
  hour: '2026-11-22T09:00:00Z',
  queue: `Support ${crypto.randomUUID()}`,
  measures: { contacts: 2, contacts00: 2 },
  marks: { [SHARD]: sequenceNumber(2) },
  ...options,
});

const readOne = async (store: CountStore, count: ContactCount): Promise<StoredCount | 'unreadable' | undefined> =>
  (await store.read([count])).get(placeKey(count));

const write = (store: CountStore, count: ContactCount, replaces?: number, shardId = SHARD) =>
  store.write([{ count, shardId, replaces }]);

describe.each([
  ['the fake', (): CountStore => createFakeContactCounts()],
  ['DynamoDB', openDynamo],
  ['DynamoDB without PartiQL', openDynamoWithoutPartiQl],
])('the contact counts: %s', (_, open) => {
  it('are left out where there are none', async () => {
    expect(await open().read([countOf(), countOf()])).toEqual(new Map());
  });

  it('are made with version 1, and read back as they were written', async () => {
    const store = open();
    const count = countOf({});
    expect(await write(store, count)).toEqual(['written']);
    expect(await readOne(store, count)).toMatchObject({ ...count, version: 1 });
  });

  it('are replaced where the version still stands, also by less', async () => {
    const store = open();
    const count = countOf();
    await write(store, count);
    const later = { ...count, measures: { contacts: -1 }, marks: { [SHARD]: sequenceNumber(9) } };
    expect(await write(store, later, 1)).toEqual(['written']);
    const stored = await readOne(store, count);
    expect(stored).toMatchObject({ marks: { [SHARD]: sequenceNumber(9) }, version: 2 });
    expect(stored).toMatchObject({ measures: { contacts: -1 } });
  });

  it.each([
    ['made where there is one', undefined],
    ['replaced by a version that was overtaken', 1],
    ['replaced by a version that is yet to come', 3],
  ])('are not %s', async (_, replaces) => {
    const store = open();
    const count = countOf();
    await write(store, count);
    await write(store, count, 1);
    expect(await write(store, { ...count, measures: { contacts: 9 } }, replaces)).toEqual(['overtaken']);
    expect(await readOne(store, count)).toMatchObject({ measures: { contacts: 2 }, version: 2 });
  });

  it('are not replaced where there are none', async () => {
    const store = open();
    const count = countOf();
    expect(await write(store, count, 1)).toEqual(['overtaken']);
    expect(await readOne(store, count)).toBeUndefined();
  });

  it('keep the marks of other shards', async () => {
    const store = open();
    const count = countOf();
    await write(store, count);
    const marks = { ...count.marks, 'shardId-2': sequenceNumber(1) };
    await write(store, { ...count, marks }, 1, 'shardId-2');
    expect(await readOne(store, count)).toMatchObject({ marks });
  });

  it('keep a mark of 40 digits to the last', async () => {
    const store = open();
    const marks = { [SHARD]: sequenceNumber(10n ** 40n - 5n) };
    const count = countOf({ marks });
    await write(store, count);
    expect(await readOne(store, count)).toMatchObject({ marks });
  });

  it('are written each by itself: one that is overtaken does not hold its neighbours up', async () => {
    const store = open();
    const counts = Array.from({ length: WRITE_LIMIT }, () => countOf());
    const [known = countOf()] = counts.slice(7);
    await write(store, known);
    const outcomes = await store.write(counts.map((count) => ({ count, shardId: SHARD, replaces: undefined })));
    expect(outcomes).toEqual(counts.map((count) => (count === known ? 'overtaken' : 'written')));
    expect((await store.read(counts)).size).toBe(WRITE_LIMIT);
  });

  it('let one of three writers through', async () => {
    const store = open();
    const count = countOf();
    await write(store, count);
    const outcomes = await Promise.all([write(store, count, 1), write(store, count, 1), write(store, count, 1)]);
    expect(outcomes.flat().sort()).toEqual(['overtaken', 'overtaken', 'written']);
  });

  it.each(['😀'.repeat(200), '#', ' \ufffe', ':m', `it's "quoted"`, '__proto__'])(
    'take every queue name that the HTTP API accepts (%j)',
    async (queue) => {
      const store = open();
      const count = countOf({ queue, integrationId: `demo.${crypto.randomUUID()}` });
      await write(store, count);
      expect(await write(store, count, 1)).toEqual(['written']);
      expect(await readOne(store, count)).toMatchObject({ queue, version: 2 });
    },
  );
});

const itemOf = (count: ContactCount) => tables.get(tables.names.ContactCounts, contactCountKey(count));

describe.each([
  ['in PartiQL', openDynamo],
  ['in update expressions', openDynamoWithoutPartiQl],
])('a count item written %s', (_, open) => {
  it('holds all that forecasting reads, zeros too', async () => {
    const store = open();
    const count = countOf({ measures: { contacts: 1, contacts15: 1 } });
    await write(store, count);
    await write(store, { ...count, marks: { [SHARD]: sequenceNumber(3) } }, 1);
    const zeros = Object.fromEntries(MEASURES.map((measure) => [measure, 0]));
    const { integrationId, hour, queue } = count;
    expect(unmarshall((await itemOf(count)) ?? {})).toEqual({
      ...zeros,
      integrationId,
      hour,
      queue,
      hourQueue: `${hour}#${queue}`,
      contacts: 1,
      contacts15: 1,
      version: 2,
      // The hour ended two hours ago: whoever read it as final must hear of this.
      correctedAt: '2026-11-22T12:00:00.000Z',
      updatedAt: '2026-11-22T12:00:00.000Z',
      [`m:${SHARD}`]: sequenceNumber(3),
    });
  });

  it('from before there were versions is read as version 0, and gets one', async () => {
    const store = open();
    const count = countOf();
    await write(store, count);
    await tables.client.send(
      new UpdateItemCommand({
        TableName: tables.names.ContactCounts,
        Key: contactCountKey(count),
        UpdateExpression: 'REMOVE version',
      }),
    );
    expect(await readOne(store, count)).toMatchObject({ ...count, version: 0 });
    expect(await write(store, count, 1)).toEqual(['overtaken']);
    expect(await write(store, count, 0)).toEqual(['written']);
    expect(await write(store, count, 0)).toEqual(['overtaken']);
    expect(await readOne(store, count)).toMatchObject({ version: 1 });
  });
});

describe('a count item', () => {
  it.each<[string, Record<string, AttributeValue>]>([
    ['a measure that is a text', { contacts: { S: '7' } }],
    ['half a contact', { contacts: { N: '0.5' } }],
    ['more contacts than JavaScript can count', { contacts: { N: '9007199254740993' } }],
    ['more than JavaScript can hold', { contacts: { N: '9007199254740993.5' } }],
    ['a mark that is a number', { [`m:${SHARD}`]: { N: '1' } }],
    ['a version that is a text', { version: { S: '1' } }],
    ['half a version', { version: { N: '1.5' } }],
    ['a version of 0', { version: { N: '0' } }],
    ['the name of another queue than its key', { queue: { S: 'Sales' } }],
    ['another hour than its key', { hour: { S: '2026-11-22T10:00:00Z' } }],
    ['a version below 0', { version: { N: '-1' } }],
  ])('with %s is unreadable, and its neighbours are read', async (_, attributes) => {
    const store = openDynamo();
    const [spoiled, good] = [countOf(), countOf()];
    await write(store, spoiled);
    await write(store, good);
    await tables.put(tables.names.ContactCounts, { ...(await itemOf(spoiled)), ...attributes });
    const found = await store.read([spoiled, good]);
    expect(found.get(placeKey(spoiled))).toBe('unreadable');
    expect(found.get(placeKey(good))).toMatchObject({ version: 1 });
  });

  it('is read though it has attributes of others', async () => {
    const store = openDynamo();
    const count = countOf();
    await write(store, count);
    await tables.put(tables.names.ContactCounts, { ...(await itemOf(count)), 'form:x': { N: '1' } });
    expect(await readOne(store, count)).toMatchObject({ ...count, marks: count.marks });
  });

  it('above 400 KB is impossible, and its neighbours are written', async () => {
    const store = openDynamo();
    const huge = countOf({ marks: { [SHARD]: 'x'.repeat(410_000) } });
    const good = countOf();
    expect(await store.write([huge, good].map((count) => ({ count, shardId: SHARD, replaces: undefined })))).toEqual([
      'impossible',
      'written',
    ]);
    expect(await readOne(store, good)).toMatchObject({ version: 1 });
  });
});
