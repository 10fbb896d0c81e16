import { describe, expect, it } from 'vitest';
import { type ContactCount, placeKey } from '../../../shared/counting/contact-count.ts';
import { rememberCounts } from '../../../shared/counting/remembered-counts.ts';
import { SHARD, sequenceNumber } from '../../support/changes.ts';
import { createFakeContactCounts } from '../../support/fakes/contact-counts.ts';
import { StoreDownError } from '../../support/fakes/outage.ts';

const countOf = (queue: string, contacts = 1): ContactCount => ({
  integrationId: 'demo.one',
  hour: '2026-11-22T09:00:00Z',
  queue,
  measures: { contacts },
  marks: { [SHARD]: sequenceNumber(contacts) },
});

const setUp = () => {
  const store = createFakeContactCounts();
  const remembered = rememberCounts(store);
  const write = (count: ContactCount, replaces?: number) => remembered.write([{ count, shardId: SHARD, replaces }]);
  const read = async (queue: string) => (await remembered.read([countOf(queue)])).get(placeKey(countOf(queue)));
  return { store, write, read, readAll: remembered.read, writeAll: remembered.write };
};

describe('a remembered count', () => {
  it('is not read again after it was written, and is what the store holds', async () => {
    const { store, write, read } = setUp();
    await write(countOf('A'));
    await write(countOf('A', 2), 1);
    expect(await read('A')).toEqual(store.items()[0]);
    expect(store.reads).toEqual([]);
  });

  it('is given beside those that the store is asked for', async () => {
    const { store, write, readAll } = setUp();
    await write(countOf('A'));
    const counts = await readAll([countOf('A'), countOf('B')]);
    expect([...counts.keys()]).toEqual([placeKey(countOf('A'))]);
    expect(store.reads).toEqual(['B']);
  });

  it('is forgotten when somebody else was faster', async () => {
    const { store, write, read } = setUp();
    await write(countOf('A'));
    await store.write([{ count: countOf('A', 7), shardId: SHARD, replaces: 1 }]);
    expect(await write(countOf('A', 2), 1)).toEqual(['overtaken']);
    expect(await read('A')).toMatchObject({ measures: { contacts: 7 }, version: 2 });
    expect(store.reads).toEqual(['A']);
  });

  it('is told from its neighbour in one call: each by its own outcome', async () => {
    const { store, write, writeAll, read } = setUp();
    await write(countOf('A'));
    const both = [countOf('A', 2), countOf('B')].map((count) => ({ count, shardId: SHARD, replaces: undefined }));
    expect(await writeAll(both)).toEqual(['overtaken', 'written']);
    expect(await read('A')).toMatchObject({ measures: { contacts: 1 } });
    expect(await read('B')).toMatchObject({ version: 1 });
    expect(store.reads).toEqual(['A']);
  });

  it('is one of twenty thousand: then the one goes that was longest not asked for', async () => {
    const { store, write, read } = setUp();
    for (let number = 0; number < 20_000; number += 1) await write(countOf(`Q${number}`));
    await read('Q0');
    expect(store.reads).toEqual([]);
    await write(countOf('One more'));
    await read('Q0');
    expect(store.reads).toEqual([]);
    await read('Q1');
    expect(store.reads).toEqual(['Q1']);
  });

  it.each(['request_lost', 'answer_lost'] as const)(
    'is forgotten when nobody answers, for it may be written or not (%s)',
    async (fault) => {
      const { store, write, read } = setUp();
      await write(countOf('A'));
      store.writeOutage.next(fault);
      await expect(write(countOf('A', 2), 1)).rejects.toThrow(StoreDownError);
      expect(await read('A')).toEqual(store.items()[0]);
      expect(store.reads).toEqual(['A']);
    },
  );

  it.each(['unavailable', 'impossible'] as const)('is forgotten when it was %s', async (outcome) => {
    const { store, write, read } = setUp();
    await write(countOf('A'));
    store.nextOutcome(outcome);
    await write(countOf('A', 2), 1);
    expect(await read('A')).toMatchObject({ measures: { contacts: 1 } });
    expect(store.reads).toEqual(['A']);
  });
});
