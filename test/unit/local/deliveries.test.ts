import type { _Record } from '@aws-sdk/client-dynamodb-streams';
import { describe, expect, test } from 'vitest';
import { failedMessages } from '../../../local/queue/batch-answer.ts';
import { type Checkpoint, openCheckpoints } from '../../../local/stream/checkpoints.ts';
import { readableShards } from '../../../local/stream/shards.ts';
import { readTumblingAnswer } from '../../../local/stream/tumbling-event.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

describe('a partial batch answer', () => {
  const ids = new Set(['a', 'b']);
  const failing = (...itemIdentifiers: unknown[]) => ({
    batchItemFailures: itemIdentifiers.map((itemIdentifier) => ({ itemIdentifier })),
  });

  test.each([undefined, null, {}, { batchItemFailures: null }, failing()])('succeeds whole as %j', (result) => {
    expect(failedMessages(result, ids)).toEqual(new Set());
  });

  test('names the messages that failed', () => {
    expect(failedMessages(failing('b'), ids)).toEqual(new Set(['b']));
  });

  test.each([
    ['an empty id', failing('')],
    ['no id', failing(null)],
    ['an unknown id beside a known one', failing('a', 'c')],
    ['another key', { batchItemFailures: [{ id: 'a' }] }],
    ['no list', { batchItemFailures: 'a' }],
    ['a text', 'ok'],
  ])('fails whole with %s', (_, result) => {
    expect(failedMessages(result, ids)).toBe('all');
  });
});

describe("a tumbling window's answer", () => {
  const records: readonly _Record[] = ['1', '2', '3'].map((SequenceNumber) => ({ dynamodb: { SequenceNumber } }));

  test('accepts all records and brings the state', () => {
    expect(readTumblingAnswer({ state: { n: 1 } }, records)).toEqual({ ok: true, state: { n: 1 }, accepted: 3 });
  });

  test('accepts the records before the first that failed', () => {
    const batchItemFailures = [{ itemIdentifier: '3' }, { itemIdentifier: '2' }];
    expect(readTumblingAnswer({ state: {}, batchItemFailures }, records)).toMatchObject({ ok: true, accepted: 1 });
  });

  test.each([
    ['no state', { batchItemFailures: [] }],
    ['nothing', undefined],
    ['a record of another batch', { state: {}, batchItemFailures: [{ itemIdentifier: '4' }] }],
  ])('is a failure with %s', (_, result) => {
    expect(readTumblingAnswer(result, records)).toEqual({ ok: false });
  });
});

describe('the shards of a stream', () => {
  const shards = [{ shardId: 'parent' }, { shardId: 'child', parentShardId: 'parent' }];
  const readable = (known: Readonly<Record<string, Checkpoint>>) =>
    readableShards(shards, { get: (id) => known[id], set: () => undefined }).map(({ shardId }) => shardId);

  test('are read parents before children', () => {
    expect(readable({})).toEqual(['parent']);
    expect(readable({ parent: { sequenceNumber: '7', isFinished: false } })).toEqual(['parent']);
    expect(readable({ parent: { sequenceNumber: '9', isFinished: true } })).toEqual(['child']);
  });

  test('are read when the parent is no longer listed', () => {
    const orphan = [{ shardId: 'child', parentShardId: 'trimmed' }];
    expect(readableShards(orphan, { get: () => undefined, set: () => undefined })).toEqual(orphan);
  });
});

describe('checkpoints', () => {
  const upTo = (sequenceNumber: string): Checkpoint => ({ sequenceNumber, isFinished: false });

  test('are there again after a restart', () => {
    const file = `${temporaryDirectory()}/checkpoints.json`;
    openCheckpoints(file, 'stream').set('shard', upTo('12345678901234567890123'));
    expect(openCheckpoints(file, 'stream').get('shard')).toEqual(upTo('12345678901234567890123'));
  });

  test('of another stream do not count: beyond its end this one would be silent for ever', () => {
    const file = `${temporaryDirectory()}/checkpoints.json`;
    openCheckpoints(file, 'stream').set('shard', upTo('7'));
    expect(openCheckpoints(file, 'stream made again').get('shard')).toBeUndefined();
  });
});
