/** A recount and then a repetition: on the engine, with the records that its stream really holds. */

import { DeleteItemCommand, DescribeTableCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { toStreamRecords } from '../../functions/tally-contacts/stream-record.ts';
import { localClient } from '../../local/engines/local-account.ts';
import { createChatLedger } from '../../shared/counting/chat-ledger.dynamo.ts';
import { createCountStore } from '../../shared/counting/contact-counts.dynamo.ts';
import { createRecountTables } from '../../shared/counting/recount.dynamo.ts';
import { mendDrift, type RecountPorts } from '../../shared/counting/recount.ts';
import { createTallyContacts, type StreamBatch } from '../../shared/counting/tally-contacts.ts';
import { chatFrom, entryOf, SHARD } from '../support/changes.ts';
import { startEngineTables } from '../support/engine-tables.ts';
import { resolved } from '../support/events.ts';

let engine: Awaited<ReturnType<typeof startEngineTables>>;
let streams: DynamoDBStreamsClient;
beforeAll(async () => {
  engine = await startEngineTables();
  streams = new DynamoDBStreamsClient(localClient(engine.endpoint));
});
afterAll(async () => {
  streams.destroy();
  await engine.close();
});

let integrationId = '';
let made = 0;
beforeEach(() => {
  made += 1;
  integrationId = `a.${made}`;
});
afterEach(() => void vi.useRealTimers());

const HOUR = '2026-11-22T09:00:00Z';
const RANGE = { from: '2026-11-22T00:00:00Z', to: '2026-11-23T00:00:00Z' };
const none = async () => undefined;
const countKey = () => ({ integrationId: { S: integrationId }, hourQueue: { S: `${HOUR}#A` } });

const record = (chatId: string) => {
  const chat = chatFrom(resolved({ group: 'A', chatId, occurredAt: Date.parse(HOUR) }));
  return createChatLedger({ client: engine.client, table: engine.tables.Chats, pause: none }).insert([
    entryOf(chat, { chatId, integrationId }),
  ]);
};

/** All records of this integration, as the tally gets them. */
const streamed = async (): Promise<StreamBatch['records']> => {
  const { Table: table } = await engine.client.send(new DescribeTableCommand({ TableName: engine.tables.Chats }));
  const StreamArn = table?.LatestStreamArn;
  const { StreamDescription: stream } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const ShardId = stream?.Shards?.[0]?.ShardId;
  const { ShardIterator } = await streams.send(
    new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
  );
  const { Records: records = [] } = await streams.send(new GetRecordsCommand({ ShardIterator }));
  const asLambda = records.map(({ dynamodb, ...rest }) => ({
    ...rest,
    dynamodb: {
      ...dynamodb,
      ApproximateCreationDateTime: Math.floor(Number(dynamodb?.ApproximateCreationDateTime) / 1_000),
    },
  }));
  return toStreamRecords(asLambda).filter((one) => one.kind === 'change' && one.integrationId === integrationId);
};

const setAside: string[] = [];
const tally = (records: StreamBatch['records'], recountedUntil?: number) =>
  createTallyContacts({
    counts: createCountStore({
      client: engine.client,
      table: engine.tables.ContactCounts,
      pause: none,
      clock: Date.now,
    }),
    setAside: async ({ reason }) => void setAside.push(reason),
    pause: none,
    ...(recountedUntil !== undefined && { recountedUntil }),
  })({ shardId: SHARD, records });

const ports = (): RecountPorts => ({
  ...createRecountTables({
    client: engine.client,
    chats: engine.tables.Chats,
    contactCounts: engine.tables.ContactCounts,
  }),
  mapping: { isPaused: async () => false, pause: none, isUntouched: async () => true, resume: none },
  tally: { lagMs: async () => 0, nearZeroMs: 1 },
  settleMs: 3_000,
  wait: none,
});
const recount = (id = 'r-1') => mendDrift(ports(), [{ integrationId, ...RANGE }], id);

const contacts = async () => {
  const { counts } = await ports().readCounts({ integrationId, ...RANGE });
  return counts.reduce((sum, { measures }) => sum + (measures.contacts ?? 0), 0);
};
const spoil = (expression: string, value: { S: string } | { N: string }) =>
  engine.client.send(
    new UpdateItemCommand({
      TableName: engine.tables.ContactCounts,
      Key: countKey(),
      UpdateExpression: `SET contacts = :value ADD version :more`,
      ExpressionAttributeValues: { ':value': value, ':more': { N: expression } },
    }),
  );

const MINUTES = 60_000;
it.each([
  ['right', 0],
  ['ten minutes behind', -10 * MINUTES],
  ['ten minutes ahead', 10 * MINUTES],
])(
  "counts a record once that was set aside, recounted and delivered again; the operator's clock is %s",
  async (_, skewMs) => {
    await record('c1');
    await tally(await streamed());
    await spoil('1', { S: 'oops' });
    await record('c2');
    await tally(await streamed());
    expect(setAside).toContain('impossible_count');
    await spoil('100', { N: '1' });
    vi.useFakeTimers({ now: Date.now() + skewMs, toFake: ['Date'] });
    expect(await recount()).toMatchObject({ kind: 'mended', added: [{ queue: 'A' }], moved: [] });
    vi.useRealTimers();
    expect(await contacts()).toBe(2);

    await tally(await streamed());
    expect(await contacts()).toBe(2);
  },
);

it('counts records once whose count was deleted by hand, recounted, and whose mapping was then made anew', async () => {
  await record('c1');
  await record('c2');
  await tally(await streamed());
  await engine.client.send(new DeleteItemCommand({ TableName: engine.tables.ContactCounts, Key: countKey() }));
  expect(await recount()).toMatchObject({ kind: 'mended', added: [{ queue: 'A' }] });
  await tally(await streamed());
  expect(await contacts()).toBe(2);
});

it('counts what the ledger takes after the recount', async () => {
  await record('c1');
  await recount();
  // The store dates in whole seconds; the pause of a recount is longer than what it remembers.
  await vi.waitFor(async () => expect(await ports().storeClock()).toBeGreaterThan((await recountedUntil()) ?? 0), {
    timeout: 20_000,
    interval: 200,
  });
  await record('c2');
  await tally(await streamed());
  expect(await contacts()).toBe(2);
});

const recountedUntil = async () => {
  const { counts } = await ports().readCounts({ integrationId, ...RANGE });
  return counts[0]?.recountedUntil;
};

it('remembers the later one of two recounts, and repeats none', async () => {
  await record('c1');
  const { addDrift } = ports();
  const drift = { integrationId, hour: HOUR, queue: 'A', measures: { contacts: 1, contacts00: 1 }, counted: {} };
  const same = { ...drift, measures: {}, counted: drift.measures };
  const later = { recountId: 'later', recountedUntil: 2_000_000_000_000 };
  expect(await addDrift(drift, later)).toBe('added');
  expect(await addDrift(drift, later)).toBe('added');
  expect(await addDrift(same, { recountId: 'earlier', recountedUntil: 1 })).toBe('moved');
  expect(await contacts()).toBe(1);
  expect(await recountedUntil()).toBe(later.recountedUntil);
});

it('lets nothing through that one recount of everything holds, also where no count can remember it', async () => {
  await record('c1');
  const records = await streamed();
  const [written] = records.flatMap((one) => (one.kind === 'change' ? [one.writtenAt] : []));
  await tally(records, written);
  expect(await contacts()).toBe(0);
  await tally(records, (written ?? 0) - 1);
  expect(await contacts()).toBe(1);
});
