import { deepEqual, equal, notEqual, rejects } from 'node:assert/strict';
import { type AttributeValue, ScanCommand } from '@aws-sdk/client-dynamodb';
import { DescribeStreamCommand, GetRecordsCommand, GetShardIteratorCommand } from '@aws-sdk/client-dynamodb-streams';
import { foreignRecord, type StreamPlace, streamEvent, streamRecord } from '../lambda-events.ts';
import type { Stage } from '../rehearse.ts';
import type { TestIntegration } from './administer.ts';
import { takeAll } from './receive-and-record.ts';

/** From the ledger's stream to the counts. */
export const countChats = async (
  { account, invoke, restart, callerOf, find }: Stage,
  { integrationId }: TestIntegration,
  chats: readonly string[],
): Promise<void> => {
  const { place, records } = await readStream(account);
  const tally = (some: readonly unknown[], options: Parameters<typeof streamEvent>[2] = {}) =>
    invoke('tally-contacts', streamEvent(place, some, options));
  const DONE = { state: {}, batchItemFailures: [] };

  await find('tally-contacts counts each chat once, where it ended', async () => {
    deepEqual(await tally(records.slice(0, chats.length)), DONE);
    equal(sumOf(await countsOf(account, integrationId)), chats.length);
  });
  await find('tally-contacts moves a chat whose earlier end comes late', async () => {
    const before = hoursOf(await countsOf(account, integrationId));
    await restart('tally-contacts');
    deepEqual(await tally(records.slice(chats.length)), DONE);
    const after = await countsOf(account, integrationId);
    equal(sumOf(after), chats.length);
    notEqual(hoursOf(after), before);
  });
  await find('tally-contacts counts nothing twice when a batch comes again', async () => {
    const before = await countsOf(account, integrationId);
    deepEqual(await tally(records), DONE);
    deepEqual(await countsOf(account, integrationId), before);
  });
  await find('tally-contacts answers the empty end of a window with a state', async () => {
    deepEqual(await tally([], { isFinal: true }), DONE);
  });
  await find('tally-contacts sets a record of another table aside', async () => {
    const last = records.at(-1)?.dynamodb?.SequenceNumber ?? '0';
    deepEqual(await tally([foreignRecord(`${Number(last) + 1}`, place)]), DONE);
    equal((await takeAll(account, 'ContactTallyRepairs')).length, 1);
  });
  await find('tally-contacts refuses loudly where the window is missing', async () => {
    await rejects(invoke('tally-contacts', { Records: records }));
  });
  await find('tally-contacts writes alone what PartiQL refuses', async () => {
    const { recorder } = account;
    const last = records.at(-1);
    const next = `${Number(last?.dynamodb?.SequenceNumber ?? '0') + 10}`;
    const again = { ...last, eventName: 'INSERT', dynamodb: { ...last?.dynamodb, SequenceNumber: next } };
    const failure = { caller: callerOf('tally-contacts'), action: 'dynamodb:PartiQLUpdate', resource: '' };
    const answer = await recorder.withFailure({ ...failure, error: 'ValidationException' }, () => tally([again]));
    deepEqual(answer, DONE);
    equal(sumOf(await countsOf(account, integrationId)), chats.length + 1);
  });
};

const readStream = async ({ streams, streamArn }: Stage['account']) => {
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn: streamArn }));
  const shardId = StreamDescription?.Shards?.[0]?.ShardId ?? '';
  const place: StreamPlace = { streamArn, shardId };
  const { ShardIterator } = await streams.send(
    new GetShardIteratorCommand({ StreamArn: streamArn, ShardId: shardId, ShardIteratorType: 'TRIM_HORIZON' }),
  );
  const { Records = [] } = await streams.send(new GetRecordsCommand({ ShardIterator }));
  return { place, records: Records.map((record) => streamRecord(record, place)) };
};

type Item = Record<string, AttributeValue>;

const countsOf = async ({ db, idOf }: Stage['account'], integrationId: string): Promise<readonly Item[]> => {
  const { Items: items = [] } = await db.send(new ScanCommand({ TableName: idOf('TablesContactCounts') }));
  return items
    .filter((item) => item['integrationId']?.S === integrationId)
    .toSorted((a, b) => ((a['hourQueue']?.S ?? '') < (b['hourQueue']?.S ?? '') ? -1 : 1));
};

const sumOf = (counts: readonly Item[]): number =>
  counts.reduce((sum, { contacts }) => sum + Number(contacts?.N ?? 0), 0);

const hoursOf = (counts: readonly Item[]): string =>
  counts.flatMap(({ contacts, hourQueue }) => (contacts?.N === '0' ? [] : [hourQueue?.S])).join();
