import { afterAll, beforeAll, expect, it } from 'vitest';
import { createGroupNames } from '../../shared/counting/group-names.dynamo.ts';
import { type DynamoTables, startDynamoTables } from '../support/dynamo-tables.ts';
import { NOW } from '../support/events.ts';

let tables: DynamoTables;
beforeAll(async () => {
  tables = await startDynamoTables();
});
afterAll(() => tables.close());

const open = () =>
  createGroupNames({ client: tables.client, table: tables.names.Integrations, pause: async () => undefined });

it('the names of groups are a union that only grows, of any text', async () => {
  const names = open();
  const strange = { name: 'Ünï "quoted" 🚀 ["a"]', groupId: '\u{10FFFF}' };
  await names.add('a.1', [{ name: 'Sales', groupId: 'g1' }], NOW);
  await names.add('a.1', [{ name: 'Sales', groupId: 'g1' }, strange], NOW);
  await names.add('a.2', [{ name: 'Other', groupId: 'g1' }], NOW);
  const read = await names.read('a.1');
  expect(read).toHaveLength(2);
  expect(read).toEqual(expect.arrayContaining([{ name: 'Sales', groupId: 'g1' }, strange]));
});

it('an integration without groups has none', async () => {
  expect(await open().read('a.nobody')).toEqual([]);
  expect(await open().readMany(['a.nobody'])).toEqual(new Map());
});

it('the names of many integrations are read together', async () => {
  const names = open();
  await names.add('b.1', [{ name: 'Sales', groupId: 'g1' }], NOW);
  await names.add('b.2', [{ name: 'Other', groupId: 'g2' }], NOW);
  expect(await names.readMany(['b.1', 'b.2', 'b.3'])).toEqual(
    new Map([
      ['b.1', { pairs: [{ name: 'Sales', groupId: 'g1' }], notedAt: NOW }],
      ['b.2', { pairs: [{ name: 'Other', groupId: 'g2' }], notedAt: NOW }],
    ]),
  );
});

it('a pair that a hand spoiled costs no other', async () => {
  await tables.put(tables.names.Integrations, {
    integrationId: { S: 'a.3' },
    item: { S: 'groups' },
    pairs: { SS: ['oops', '["Sales","g1"]', '[1]'] },
  });
  const pairs = [{ name: 'Sales', groupId: 'g1' }];
  expect(await open().read('a.3')).toEqual(pairs);
  // Written by the first version: long ago.
  expect(await open().readMany(['a.3'])).toEqual(new Map([['a.3', { pairs }]]));
});

it('an integration that makes up groups without end fills one item, and no more', async () => {
  const names = open();
  const made = Array.from({ length: 300 }, (_, index) => ({ name: `group ${index}`, groupId: `${index}` }));
  for (let start = 0; start < made.length; start += 20) await names.add('a.4', made.slice(start, start + 20), NOW);
  expect(await names.read('a.4')).toHaveLength(240);
});
