import { describe, expect, it } from 'vitest';
import { type ContactCount, countAfter, type Touch } from '../../../shared/counting/contact-count.ts';
import { one, SHARD, sequenceNumber, WRITTEN_AT } from '../../support/changes.ts';

const COUNT: ContactCount = {
  integrationId: 'demo.one',
  hour: '2026-11-22T09:00:00Z',
  queue: 'A',
  measures: { contacts: 3, contacts00: 3 },
  marks: { [SHARD]: sequenceNumber(5), 'shardId-2': sequenceNumber(8) },
};

const touch = (number: number): Touch => ({
  sequenceNumber: sequenceNumber(number),
  writtenAt: WRITTEN_AT + number * 1_000,
  contribution: one('A'),
});

describe('a count after the changes of a shard', () => {
  it('holds what lies behind the mark of that shard, and keeps the marks of the others', () => {
    expect(countAfter(COUNT, SHARD, [touch(4), touch(5), touch(6), touch(7)])).toEqual({
      ...COUNT,
      measures: { contacts: 5, contacts00: 5 },
      marks: { [SHARD]: sequenceNumber(7), 'shardId-2': sequenceNumber(8) },
    });
  });

  it('is no other count when it holds them all', () => {
    expect(countAfter(COUNT, SHARD, [touch(4), touch(5)])).toBeUndefined();
    expect(countAfter(COUNT, SHARD, [])).toBeUndefined();
  });

  it('leaves out what a recount holds already, whatever the mark says', () => {
    const recounted = { ...COUNT, recountedUntil: WRITTEN_AT + 6_000 };
    expect(countAfter(recounted, SHARD, [touch(5), touch(6)])).toBeUndefined();
    expect(countAfter({ ...recounted, marks: {} }, SHARD, [touch(4), touch(5), touch(6)])).toBeUndefined();
    expect(countAfter(recounted, SHARD, [touch(6), touch(7)])?.measures).toEqual({ contacts: 4, contacts00: 4 });
  });
});
