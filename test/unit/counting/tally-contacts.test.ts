import { describe, expect, it } from 'vitest';
import { WRITE_LIMIT } from '../../../shared/counting/contact-counts.port.ts';
import {
  CountsContendedError,
  createTallyContacts,
  type LedgerChange,
} from '../../../shared/counting/tally-contacts.ts';
import { change, one, SHARD, sequenceNumber } from '../../support/changes.ts';
import { createFakeContactCounts } from '../../support/fakes/contact-counts.ts';
import { StoreDownError } from '../../support/fakes/outage.ts';
import { createFakeSetAside } from '../../support/fakes/set-aside.ts';
import { INTEGRATION } from '../../support/messages.ts';

const setUp = () => {
  const counts = createFakeContactCounts();
  const repairQueue = createFakeSetAside();
  const pauses: number[] = [];
  const pause = async (attempt: number) => void pauses.push(attempt);
  const tally = createTallyContacts({ counts, setAside: repairQueue.setAside, pause });
  const tallyChanges = (...records: readonly LedgerChange[]) => tally({ shardId: SHARD, records });
  const contacts = (queue: string) => counts.items().find((item) => item.queue === queue)?.measures.contacts ?? 0;
  const markOf = (queue: string, shardId = SHARD) =>
    counts.items().find((item) => item.queue === queue)?.marks[shardId];
  return { counts, repairQueue, pauses, tally, tallyChanges, contacts, markOf };
};

const A = [one('A')];
const B = [one('B')];

describe('tallying', () => {
  it('adds what is new and takes away what is gone, one write a count', async () => {
    const { counts, tallyChanges, contacts } = setUp();
    expect(await tallyChanges(change(1, A), change(2, A), change(3, B), change(4, B, A))).toEqual({
      changes: 4,
      countsWritten: 2,
      setAside: 0,
    });
    expect([contacts('A'), contacts('B')]).toEqual([1, 2]);
    expect(counts.writes.map(({ count, replaces }) => [count.queue, count.marks[SHARD], replaces])).toEqual([
      ['A', sequenceNumber(4), undefined],
      ['B', sequenceNumber(4), undefined],
    ]);
  });

  it('never recomputes: it applies the stored contributions as they are', async () => {
    const { counts, tallyChanges } = setUp();
    const odd = [one('Old rule', { hour: '2019-01-01T00:00:00Z', measures: { contacts: 7, arrivals: -2 } })];
    await tallyChanges(change(1, odd));
    expect(counts.items()).toMatchObject([{ queue: 'Old rule', measures: { contacts: 7, arrivals: -2 } }]);
  });

  it('keeps integrations apart', async () => {
    const { counts, tallyChanges } = setUp();
    await tallyChanges(change(1, A), change(2, A, [], 'other.one'));
    expect(counts.items().map(({ integrationId, measures }) => [integrationId, measures.contacts])).toEqual([
      [INTEGRATION, 1],
      ['other.one', 1],
    ]);
  });

  it('writes nothing for a change that moves nothing', async () => {
    const { counts, tallyChanges } = setUp();
    expect(await tallyChanges(change(1, A, A))).toEqual({ changes: 1, countsWritten: 0, setAside: 0 });
    expect([counts.reads, counts.writes]).toEqual([[], []]);
  });
});

describe('the counts of a large batch', () => {
  it('are read at once, and written 25 a call', async () => {
    const { counts, repairQueue } = setUp();
    const calls: string[] = [];
    const tally = createTallyContacts({
      setAside: repairQueue.setAside,
      pause: async () => undefined,
      counts: {
        read: async (places) => {
          calls.push(`read ${places.length}`);
          return counts.read(places);
        },
        write: async (writes) => {
          calls.push(`write ${writes.length}`);
          return counts.write(writes);
        },
      },
    });
    const many = Array.from({ length: 60 }, (_, index) => one(`A${index}`));
    expect(await tally({ shardId: SHARD, records: [change(1, many)] })).toMatchObject({ countsWritten: 60 });
    expect(calls).toEqual(['read 60', 'write 25', 'write 25', 'write 10']);
  });
});

describe('the mark', () => {
  it('drops a batch that comes again', async () => {
    const { tallyChanges, contacts, markOf } = setUp();
    for (let time = 0; time < 3; time += 1) await tallyChanges(change(1, A), change(2, A));
    expect(contacts('A')).toBe(2);
    expect(markOf('A')).toBe(sequenceNumber(2));
  });

  it('applies the rest of a batch that comes again, cut differently', async () => {
    const { tallyChanges, contacts } = setUp();
    await tallyChanges(change(2, A), change(3, A), change(5, A));
    await tallyChanges(change(3, A), change(5, A), change(7, A));
    expect(contacts('A')).toBe(4);
    await tallyChanges(change(2, A));
    await tallyChanges(change(7, A), change(8, A));
    expect(contacts('A')).toBe(5);
  });

  it('is per count item: one that applied does not stand for one that did not', async () => {
    const { counts, tallyChanges, contacts } = setUp();
    const many = Array.from({ length: WRITE_LIMIT }, (_, index) => one(`A${index}`));
    counts.writeOutage.next(undefined, 'request_lost');
    await expect(tallyChanges(change(1, many), change(2, B))).rejects.toThrow(StoreDownError);
    expect([contacts('A0'), contacts('B')]).toEqual([1, 0]);
    await tallyChanges(change(1, many), change(2, B));
    expect([contacts('A0'), contacts('B')]).toEqual([1, 1]);
  });

  it('survives a lost answer', async () => {
    const { counts, tallyChanges, contacts } = setUp();
    counts.writeOutage.next('answer_lost');
    await expect(tallyChanges(change(1, A), change(2, A))).rejects.toThrow(StoreDownError);
    await tallyChanges(change(1, A), change(2, A));
    expect(contacts('A')).toBe(2);
  });

  it('survives two overlapping pollers', async () => {
    const { tallyChanges, contacts } = setUp();
    await Promise.all([
      tallyChanges(change(1, A), change(2, A)),
      tallyChanges(change(1, A), change(2, A), change(3, A)),
      tallyChanges(change(2, A), change(3, A)),
    ]);
    expect(contacts('A')).toBe(3);
  });

  it('advances over a sum of zero', async () => {
    const { tallyChanges, contacts, markOf } = setUp();
    await tallyChanges(change(1, A), change(2, [], A));
    expect(contacts('A')).toBe(0);
    expect(markOf('A')).toBe(sequenceNumber(2));
    // Without the mark, a repetition that ends after the first change would count it.
    await tallyChanges(change(1, A));
    expect(contacts('A')).toBe(0);
  });

  it('compares numbers of 40 digits that differ in the last, and numbers of different lengths', async () => {
    const { tallyChanges, contacts } = setUp();
    const big = 10n ** 39n;
    await tallyChanges(change(9, A));
    await tallyChanges(change(10, A));
    await tallyChanges(change(big, A));
    await tallyChanges(change(big + 1n, A));
    expect(contacts('A')).toBe(4);
    await tallyChanges(change(big, A), change(10, A));
    expect(contacts('A')).toBe(4);
  });

  it('is per shard', async () => {
    const { tally, contacts, markOf } = setUp();
    await tally({ shardId: 'shard-1', records: [change(5, A)] });
    await tally({ shardId: 'shard-2', records: [change(3, A)] });
    await tally({ shardId: 'shard-1', records: [change(5, A)] });
    expect(contacts('A')).toBe(2);
    expect([markOf('A', 'shard-1'), markOf('A', 'shard-2')]).toEqual([sequenceNumber(5), sequenceNumber(3)]);
  });

  it('counts a record once that a batch holds twice, or out of order', async () => {
    const { tallyChanges, contacts, markOf } = setUp();
    await tallyChanges(change(3, A), change(1, A), change(3, A), change(2, A));
    expect(contacts('A')).toBe(3);
    expect(markOf('A')).toBe(sequenceNumber(3));
  });
});

describe('a count that somebody else writes meanwhile', () => {
  it('is read again, and gets what it does not hold yet', async () => {
    const { counts, tally, tallyChanges, contacts, pauses } = setUp();
    await tallyChanges(change(1, A));
    counts.nextOutcome('overtaken');
    await tallyChanges(change(1, A), change(2, A));
    expect([contacts('A'), pauses]).toEqual([2, [1]]);
    await Promise.all([
      tally({ shardId: 'shard-2', records: [change(1, A)] }),
      tally({ shardId: 'shard-3', records: [change(1, A)] }),
    ]);
    expect(contacts('A')).toBe(4);
  });

  it('is written a moment later when the store could not take it', async () => {
    const { counts, tallyChanges, contacts, pauses } = setUp();
    counts.nextOutcome('unavailable');
    counts.nextOutcome('unavailable');
    expect(await tallyChanges(change(1, A), change(2, B))).toMatchObject({ setAside: 0 });
    expect([contacts('A'), contacts('B'), pauses]).toEqual([1, 1, [1, 2]]);
  });

  it('is written again when the store does not tell what became of it', async () => {
    const { counts, repairQueue, pauses } = setUp();
    const silent = [async () => []];
    const tally = createTallyContacts({
      setAside: repairQueue.setAside,
      pause: async (attempt) => void pauses.push(attempt),
      counts: { ...counts, write: (writes) => (silent.pop() ?? counts.write)(writes) },
    });
    await tally({ shardId: SHARD, records: [change(1, A)] });
    expect(counts.items()).toMatchObject([{ queue: 'A', measures: { contacts: 1 } }]);
    expect(pauses).toEqual([1]);
  });

  it('is given up after ten conflicts, with the whole batch: nothing is taken for counted', async () => {
    const { counts, repairQueue, tallyChanges, contacts } = setUp();
    for (let conflicts = 0; conflicts < 10; conflicts += 1) counts.nextOutcome('overtaken');
    await expect(tallyChanges(change(1, A))).rejects.toThrow(CountsContendedError);
    expect([contacts('A'), repairQueue.repairs]).toEqual([0, []]);
    await tallyChanges(change(1, A));
    expect(contacts('A')).toBe(1);
  });

  it('costs its neighbours no second read and no second write', async () => {
    const { counts, tally, tallyChanges } = setUp();
    await tallyChanges(change(1, A), change(2, B));
    const overtakeA = tally({ shardId: 'shard-2', records: [change(1, A)] });
    await Promise.all([overtakeA, tallyChanges(change(3, A), change(4, B))]);
    const written = counts.writes.map(({ count }) => count.queue);
    expect(written.filter((queue) => queue === 'B')).toHaveLength(2);
    expect(counts.reads.filter((queue) => queue === 'B')).toHaveLength(2);
  });
});

describe('a batch that touches many counts', () => {
  it('is counted in slices, and keeps what it got through when one of them fails', async () => {
    const { counts, tallyChanges, contacts } = setUp();
    const many = Array.from({ length: 230 }, (_, index) => one(`Q${index}`));
    counts.outage.next(undefined, 'request_lost');
    await expect(tallyChanges(change(1, many))).rejects.toThrow(StoreDownError);
    expect(await tallyChanges(change(1, many))).toMatchObject({ countsWritten: 230 });
    expect(many.map(({ queue }) => contacts(queue))).toEqual(many.map(() => 1));
  });

  it('is set aside record by record where it can never be counted, all of it', async () => {
    const { counts, repairQueue, tallyChanges } = setUp();
    counts.spoilQueue('A');
    await tallyChanges(...Array.from({ length: 30 }, (_, index) => change(index + 1, A)));
    expect(new Set(repairQueue.repairs.map(({ sequenceNumber: number }) => number)).size).toBe(30);
  });
});

describe('what can never be counted', () => {
  it('each unreadable record is set aside with its reason, and its neighbours count', async () => {
    const { repairQueue, tally, contacts } = setUp();
    const unreadable = (number: number) => ({ kind: 'unreadable', sequenceNumber: sequenceNumber(number) }) as const;
    const records = [change(1, A), unreadable(2), change(3, A), unreadable(4)];
    expect(await tally({ shardId: SHARD, records })).toEqual({ changes: 2, countsWritten: 1, setAside: 2 });
    expect(contacts('A')).toBe(2);
    expect(repairQueue.repairs).toEqual(
      [2, 4].map((number) => ({
        reason: 'unreadable_record',
        shardId: SHARD,
        sequenceNumber: sequenceNumber(number),
      })),
    );
  });

  it('a change of a count that nobody can read is set aside, and nothing is written over it', async () => {
    const { counts, repairQueue, tallyChanges, contacts } = setUp();
    counts.spoilQueue('A');
    expect(await tallyChanges(change(1, A), change(2, B))).toMatchObject({ setAside: 1 });
    expect(contacts('B')).toBe(1);
    expect(counts.writes.map(({ count }) => count.queue)).toEqual(['B']);
    expect(repairQueue.repairs).toMatchObject([{ reason: 'impossible_count', sequenceNumber: sequenceNumber(1) }]);
  });

  it('an update that the store will never take is set aside, change by change', async () => {
    const { counts, repairQueue, tallyChanges, contacts } = setUp();
    counts.refuseQueue('A');
    expect(await tallyChanges(change(1, A), change(2, B), change(3, B, A))).toMatchObject({ setAside: 2 });
    expect(contacts('B')).toBe(2);
    expect(repairQueue.repairs).toEqual(
      [1, 3].map((number) => ({
        reason: 'impossible_count',
        shardId: SHARD,
        sequenceNumber: sequenceNumber(number),
        integrationId: INTEGRATION,
      })),
    );
  });

  it('both kinds of one batch are set aside', async () => {
    const { counts, repairQueue, tally } = setUp();
    counts.refuseQueue('A');
    const records = [change(1, A), { kind: 'unreadable', sequenceNumber: sequenceNumber(2) } as const];
    expect(await tally({ shardId: SHARD, records })).toMatchObject({ changes: 1, setAside: 2 });
    expect(repairQueue.repairs.map(({ reason }) => reason)).toEqual(['impossible_count', 'unreadable_record']);
  });

  it.each(['request_lost', 'answer_lost'] as const)(
    'no change of an impossible count passes when the repair queue fails (%s)',
    async (fault) => {
      const { counts, repairQueue, tallyChanges } = setUp();
      counts.refuseQueue('A');
      repairQueue.outage.next(fault);
      await expect(tallyChanges(change(1, A))).rejects.toThrow(StoreDownError);
      const before = repairQueue.repairs.length;
      await tallyChanges(change(1, A));
      expect(repairQueue.repairs).toHaveLength(before + 1);
    },
  );

  it.each(['request_lost', 'answer_lost'] as const)(
    'nothing passes when the repair queue fails (%s)',
    async (fault) => {
      const { repairQueue, tally, contacts } = setUp();
      repairQueue.outage.next(fault);
      const records = [change(1, A), { kind: 'unreadable', sequenceNumber: sequenceNumber(2) } as const];
      await expect(tally({ shardId: SHARD, records })).rejects.toThrow(StoreDownError);
      await tally({ shardId: SHARD, records });
      expect(contacts('A')).toBe(1);
      expect(repairQueue.repairs.length).toBeGreaterThan(0);
    },
  );
});
