/** The names of groups are a function of the set of events: no order, repetition, batching or recorder changes them. */

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type GroupName, type GroupNames, MOST_PAIRS } from '../../shared/counting/group-names.port.ts';
import { createNoteGroups, GROUPS_EVERY_MS } from '../../shared/intake/note-groups.ts';
import { NOW, resolved } from '../support/events.ts';
import { eventsMessage } from '../support/messages.ts';

const createStore = (failures: readonly boolean[]): GroupNames & { readonly all: () => readonly string[] } => {
  const pairs = new Set<string>();
  let calls = 0;
  let notedAt: number | undefined;
  const mayFail = () => {
    calls += 1;
    if (failures[calls - 1]) throw new Error('no answer');
  };
  const all = () =>
    [...pairs].map((text): GroupName => {
      const [name = '', groupId = ''] = text.split(' ');
      return { name, groupId };
    });
  return {
    all: () => [...pairs].toSorted(),
    read: async () => {
      mayFail();
      return all();
    },
    readMany: async (ids) => {
      mayFail();
      return new Map(ids.map((id) => [id, { pairs: all(), ...(notedAt !== undefined && { notedAt }) }]));
    },
    add: async (_, added, at) => {
      mayFail();
      notedAt = at;
      for (const { name, groupId } of added) pairs.add(`${name} ${groupId}`);
    },
  };
};

type Seen = { readonly group: string; readonly groupId: string };
const seen: fc.Arbitrary<Seen> = fc.record({
  group: fc.constantFrom('Sales', 'Billing', 'Support'),
  groupId: fc.constantFrom('g1', 'g2', 'g3'),
});
const messageOf = (some: readonly Seen[], receivedAt = NOW) =>
  eventsMessage(
    some.map((one) => resolved(one)),
    { receivedAt },
  );

it('whatever the order, the repetition, the batches and the process', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(seen, { minLength: 1, maxLength: 12 }).chain((events) =>
        fc.record({
          events: fc.constant(events),
          deliveries: fc.array(fc.array(fc.constantFrom(...events), { maxLength: 4 }), { maxLength: 8 }),
          failures: fc.array(fc.boolean(), { maxLength: 5 }),
        }),
      ),
      async ({ events, deliveries, failures }) => {
        const store = createStore(failures);
        const recorders = [1, 2].map(() => createNoteGroups({ groupNames: store, onError: () => undefined }));
        for (const [index, some] of deliveries.entries()) await recorders[index % 2]?.([messageOf(some)]);
        // What failed comes with the next chat of the integration, what was spared with one two hours later.
        for (let again = 0; again <= failures.length; again += 1)
          await recorders[0]?.([messageOf(events, NOW + GROUPS_EVERY_MS + again)]);
        const expected = [...new Set(events.map(({ group, groupId }) => `${group} ${groupId}`))].toSorted();
        expect(store.all()).toEqual(expected);
      },
    ),
  );
});

it('cost a write in two hours while there are new ones, and none a chat, whichever recorder saw them first', async () => {
  const store = createStore([]);
  const writes: string[] = [];
  let reads = 0;
  const counting: GroupNames = {
    read: store.read,
    readMany: async (ids) => {
      reads += 1;
      return store.readMany(ids);
    },
    add: async (integrationId, pairs, at) => {
      writes.push(pairs.map(({ name }) => name).join());
      await store.add(integrationId, pairs, at);
    },
  };
  const [one, other] = [1, 2].map(() => createNoteGroups({ groupNames: counting, onError: () => undefined }));
  const chat = (group: string, receivedAt: number) => [messageOf([{ group, groupId: 'g1' }], receivedAt)];
  for (let number = 0; number < 50; number += 1) await one?.(chat('Sales', NOW + number));
  await one?.(chat('Billing', NOW + 60));
  await one?.(chat('Support', NOW + 61));
  await other?.(chat('Sales', NOW + 62));
  await other?.(chat('Billing', NOW + 63));
  expect([writes, reads]).toEqual([['Sales'], 2]);
  await one?.(chat('Sales', NOW + GROUPS_EVERY_MS));
  await other?.(chat('Sales', NOW + GROUPS_EVERY_MS + 1));
  expect(writes).toEqual(['Sales', 'Billing,Support']);
});

it('of whom a full item takes no more are not tried again with every chat', async () => {
  const store = createStore([]);
  const full = Array.from({ length: MOST_PAIRS }, (_, index) => ({ name: `n${index}`, groupId: `g${index}` }));
  await store.add('a.1', full, NOW - 10 * GROUPS_EVERY_MS);
  let calls = 0;
  const counting: GroupNames = {
    ...store,
    readMany: async (ids) => {
      calls += 1;
      return store.readMany(ids);
    },
    add: () => Promise.reject(new Error('The item is full')),
  };
  const note = createNoteGroups({ groupNames: counting, onError: unexpected });
  for (let number = 0; number < 20; number += 1)
    await note([messageOf([{ group: `made up ${number}`, groupId: 'g' }])]);
  expect(calls).toBe(1);
});

const unexpected = (error: unknown): never => {
  throw error;
};
