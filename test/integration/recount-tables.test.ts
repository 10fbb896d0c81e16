import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRecountTables } from '../../shared/adapters/dynamo/recount-tables.ts';
import { startEngineTables } from '../support/engine-tables.ts';

let engine: Awaited<ReturnType<typeof startEngineTables>>;
beforeAll(async () => {
  engine = await startEngineTables();
});
afterAll(() => engine.close());

const HOUR = '2026-11-02T09:00:00Z';
const RANGE = { integrationId: 'a.1', from: HOUR, to: '2026-11-02T10:00:00Z' };

it('adds a drift once under its id, and never to a count that is not as it was seen', async () => {
  const { client, tables } = engine;
  const recount = createRecountTables({
    client,
    chats: tables.Chats,
    contactCounts: tables.ContactCounts,
    clock: () => Date.parse(HOUR),
  });
  const drift = { hour: HOUR, queue: 'Réclamations', measures: { contacts: 3, contacts15: 3 }, counted: {} };
  const read = async () => (await recount.readCounts(RANGE)).map(({ measures }) => measures.contacts);

  expect(await recount.addDrift('a.1', drift, 'r-1')).toBe('added');
  // The answer was lost, and the SDK asks again.
  expect(await recount.addDrift('a.1', drift, 'r-1')).toBe('added');
  expect(await read()).toEqual([3]);
  // Another operator saw the same drift.
  expect(await recount.addDrift('a.1', drift, 'r-2')).toBe('moved');
  expect(await read()).toEqual([3]);
  const back = { ...drift, measures: { contacts: -1, contacts15: -1 }, counted: { contacts: 3, contacts15: 3 } };
  expect(await recount.addDrift('a.1', back, 'r-3')).toBe('added');
  expect(await read()).toEqual([2]);
});
