import { afterAll, beforeAll, expect, it } from 'vitest';
import { placeKey } from '../../shared/counting/contact-count.ts';
import { createCountStore } from '../../shared/counting/contact-counts.dynamo.ts';
import { createRecountTables } from '../../shared/counting/recount.dynamo.ts';
import { SHARD, sequenceNumber } from '../support/changes.ts';
import { startEngineTables } from '../support/engine-tables.ts';

let engine: Awaited<ReturnType<typeof startEngineTables>>;
beforeAll(async () => {
  engine = await startEngineTables();
});
afterAll(() => engine.close());

const HOUR = '2026-11-02T09:00:00Z';
const RANGE = { integrationId: 'a.1', from: HOUR, to: '2026-11-02T10:00:00Z' };

const createTables = () => {
  const { client, tables } = engine;
  return createRecountTables({ client, chats: tables.Chats, contactCounts: tables.ContactCounts });
};
const recountOf = (recountId: string, recountedUntil = Date.parse(HOUR)) => ({ recountId, recountedUntil });

it('adds a drift once under its id, and never to a count that is not as it was seen', async () => {
  const recount = createTables();
  const drift = {
    integrationId: 'a.1',
    hour: HOUR,
    queue: 'Réclamations',
    measures: { contacts: 3, contacts15: 3 },
    counted: {},
  };
  const read = async () => (await recount.readCounts(RANGE)).counts.map(({ measures }) => measures.contacts);

  expect(await recount.addDrift(drift, recountOf('r-1'))).toBe('added');
  // The answer was lost, and the SDK asks again.
  expect(await recount.addDrift(drift, recountOf('r-1'))).toBe('added');
  expect(await read()).toEqual([3]);
  // Another operator saw the same drift.
  expect(await recount.addDrift(drift, recountOf('r-2'))).toBe('moved');
  expect(await read()).toEqual([3]);
  const back = { ...drift, measures: { contacts: -1, contacts15: -1 }, counted: { contacts: 3, contacts15: 3 } };
  expect(await recount.addDrift(back, recountOf('r-3', Date.parse(HOUR) + 1))).toBe('added');
  expect(await read()).toEqual([2]);
});

it('is noticed by a tally that read the count before', async () => {
  const recount = createTables();
  const { read, write } = createCountStore({
    client: engine.client,
    table: engine.tables.ContactCounts,
    pause: async () => undefined,
    clock: Date.now,
  });
  const place = { integrationId: 'a.2', hour: HOUR, queue: 'Sales' };
  const count = { ...place, measures: { contacts: 5 }, marks: { [SHARD]: sequenceNumber(1) } };
  const readCount = async () => (await read([place])).get(placeKey(place));
  await write([{ count, shardId: SHARD, replaces: undefined }]);

  const drift = {
    integrationId: 'a.2',
    hour: HOUR,
    queue: 'Sales',
    measures: { contacts: 2 },
    counted: { contacts: 5 },
  };
  expect(await recount.addDrift(drift, recountOf('r-4'))).toBe('added');
  expect(await write([{ count, shardId: SHARD, replaces: 1 }])).toEqual(['overtaken']);
  expect(await readCount()).toMatchObject({ measures: { contacts: 7 }, version: 2 });
});
