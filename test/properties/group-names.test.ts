/** The names of groups are a function of the set of events: no order, repetition, batching or recorder changes them. */

import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { GroupName, GroupNames } from '../../shared/counting/group-names.port.ts';
import { createNoteGroups } from '../../shared/intake/note-groups.ts';
import { resolved } from '../support/events.ts';
import { eventsMessage } from '../support/messages.ts';

const createStore = (failures: readonly boolean[]): GroupNames & { readonly all: () => readonly string[] } => {
  const pairs = new Set<string>();
  let calls = 0;
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
      return new Map(ids.map((id) => [id, all()]));
    },
    add: async (_, added) => {
      mayFail();
      for (const { name, groupId } of added) pairs.add(`${name} ${groupId}`);
    },
  };
};

type Seen = { readonly group: string; readonly groupId: string };
const seen: fc.Arbitrary<Seen> = fc.record({
  group: fc.constantFrom('Sales', 'Billing', 'Support'),
  groupId: fc.constantFrom('g1', 'g2', 'g3'),
});
const messageOf = (some: readonly Seen[]) => eventsMessage(some.map((one) => resolved(one)));

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
        // What failed comes with the next chat of the integration.
        for (let again = 0; again <= failures.length; again += 1) await recorders[0]?.([messageOf(events)]);
        const expected = [...new Set(events.map(({ group, groupId }) => `${group} ${groupId}`))].toSorted();
        expect(store.all()).toEqual(expected);
      },
    ),
  );
});

it('cost a write a new pair, and none a chat, whichever recorder saw it first', async () => {
  const store = createStore([]);
  const writes: number[] = [];
  const counting: GroupNames = {
    read: store.read,
    readMany: store.readMany,
    add: async (integrationId, pairs) => {
      writes.push(pairs.length);
      await store.add(integrationId, pairs);
    },
  };
  const note = createNoteGroups({ groupNames: counting, onError: () => undefined });
  for (let chat = 0; chat < 50; chat += 1) await note([messageOf([{ group: 'Sales', groupId: 'g1' }])]);
  await note([messageOf([{ group: 'Sales 2', groupId: 'g1' }])]);
  const other = createNoteGroups({ groupNames: counting, onError: () => undefined });
  await other([messageOf([{ group: 'Sales', groupId: 'g1' }])]);
  await other([messageOf([{ group: 'Billing', groupId: 'g2' }])]);
  await note([messageOf([{ group: 'Billing', groupId: 'g2' }])]);
  expect(writes).toEqual([1, 1, 1]);
});
