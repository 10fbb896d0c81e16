/** Planted drift is found and mended exactly while events keep arriving: the whole local system, and the real command. */

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { DeleteItemCommand, DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { localClient } from '../../local/engines/local-account.ts';
import { type LocalSystem, startLocalSystem } from '../../local/system.ts';
import { readCounts } from '../../sample-day/stored-counts.ts';
import { createSendToQueue } from '../../shared/intake/event-queue.sqs.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'recount-'));
let system: LocalSystem;
let dynamo: DynamoDBClient;
let sqs: SQSClient;

beforeAll(async () => {
  system = await startLocalSystem({ dataDir, port: 0, report: () => undefined });
  dynamo = new DynamoDBClient(localClient(system.connection.dynamodbEndpoint));
  sqs = new SQSClient(localClient(system.connection.sqsEndpoint));
});
afterAll(async () => {
  dynamo.destroy();
  sqs.destroy();
  await system.close();
  rmSync(dataDir, { recursive: true });
});

const HOUR = Date.parse('2026-11-02T09:00:00Z');
const QUEUES = ['Support', 'Orders', 'Billing'];
let sent = 0;

/** One chat, in one of three queues by turns, all within two hours. */
const sendChat = async (): Promise<void> => {
  const index = sent;
  sent += 1;
  const occurredAt = HOUR + (index % 100) * 60_000;
  await createSendToQueue({ client: sqs, queueUrl: system.connection.queueUrl })({
    v: 2,
    kind: 'events',
    integrationId: system.connection.integrationId,
    source: { kind: 'key', keyId: 'k' },
    receivedAt: Date.now(),
    events: [
      {
        id: `e-${index}`,
        type: 'chat.resolved',
        occurredAt,
        chat: { id: `c-${index}`, createdAt: occurredAt, group: { id: 'g', name: QUEUES[index % 3] ?? '' } },
      },
    ],
  });
};

const countsNow = () => {
  const { integrationId, tables } = system.connection;
  const range = { integrationId, from: '2026-11-02T00:00:00Z', to: '2026-11-03T00:00:00Z' };
  return readCounts(dynamo, tables.ContactCounts, range);
};
const contactsNow = async () => (await countsNow()).reduce((sum, { contacts }) => sum + contacts, 0);
const untilCounted = (expected: number) =>
  vi.waitFor(async () => expect(await contactsNow()).toBe(expected), { timeout: 60_000, interval: 200 });

const run = async (script: string, ...args: readonly string[]): Promise<string> => {
  const { stdout } = await promisify(execFile)(process.execPath, [resolve(`ops/${script}.ts`), ...args], {
    env: { ...process.env, DATA_DIR: dataDir },
  });
  return stdout;
};
const range = () => [
  ...['--integration', system.connection.integrationId],
  ...['--from', '2026-11-02T00:00:00Z', '--to', '2026-11-03T00:00:00Z'],
];
const recount = (...more: readonly string[]) => run('recount', ...range(), ...more);

const countKey = (hourQueue: string) => ({
  integrationId: { S: system.connection.integrationId },
  hourQueue: { S: hourQueue },
});

it('finds planted drift, mends exactly that while events keep arriving, and finds nothing after it', async () => {
  for (let index = 0; index < 90; index += 1) await sendChat();
  await untilCounted(90);
  const before = await countsNow();
  expect(await recount()).toContain('Counts and ledger agree.');

  const TableName = system.connection.tables.ContactCounts;
  await dynamo.send(
    new UpdateItemCommand({
      TableName,
      Key: countKey('2026-11-02T09:00:00Z#Support'),
      UpdateExpression: 'ADD contacts :by, contacts00 :by, version :one',
      ExpressionAttributeValues: { ':by': { N: '7' }, ':one': { N: '1' } },
    }),
  );
  await dynamo.send(new DeleteItemCommand({ TableName, Key: countKey('2026-11-02T10:00:00Z#Orders') }));
  const dryRun = await recount();
  expect(dryRun).toContain('  2026-11-02T09:00:00Z  Support  contacts -7, contacts00 -7');
  expect(dryRun).toMatch(/2026-11-02T10:00:00Z {2}Orders {2}contacts \+\d+/);
  expect(dryRun).toContain('Nothing was changed.');
  expect(dryRun.match(/^ {2}\S+ {2}2026/gm)).toHaveLength(2);

  let isOver = false;
  const traffic = (async () => {
    while (!isOver) {
      await sendChat();
      await new Promise((done) => setTimeout(done, 20));
    }
  })();
  const applied = await recount('--apply').finally(() => {
    isOver = true;
  });
  await traffic;
  expect(applied.match(/^ {2}\S+ {2}2026/gm)).toHaveLength(2);
  expect(sent).toBeGreaterThan(100);
  await untilCounted(sent);
  expect(await recount()).toContain('Counts and ledger agree.');
  const after = await countsNow();
  expect(after.map(({ hour, queue }) => `${hour}${queue}`)).toEqual(before.map(({ hour, queue }) => `${hour}${queue}`));
}, 300_000);

/** As Lambda tells it. */
const mappingState = async () =>
  JSON.stringify(await (await fetch(`${system.connection.lambdaEndpoint}/2015-03-31/event-source-mappings`)).json());

it('says loudly that a recount which was killed left the queue paused, until it is told to resume', async () => {
  const before = await contactsNow();
  expect(await run('status')).not.toContain('PAUSED');
  expect(await run('recount', '--resume')).toContain('The queue is not paused.');
  const killed = spawn(process.execPath, [resolve('ops/recount.ts'), ...range(), '--apply'], {
    env: { ...process.env, DATA_DIR: dataDir },
    stdio: 'ignore',
  });
  await vi.waitFor(async () => expect(await mappingState()).toContain('"Disabled"'), { timeout: 20_000, interval: 20 });
  killed.kill('SIGKILL');
  await once(killed, 'exit');

  await sendChat();
  expect(await run('status')).toMatch(/THE QUEUE IS PAUSED .*npm run ops:recount -- --resume/s);
  expect(await recount()).toMatch(/THE QUEUE IS PAUSED .*npm run ops:recount -- --resume/s);
  expect(await contactsNow()).toBe(before);
  expect(await run('recount', '--resume')).toContain('The queue is on again');
  await untilCounted(before + 1);
  expect(await run('status')).not.toContain('PAUSED');
}, 60_000);

it('sends dead letters through again', async () => {
  const { queueUrl } = system.connection;
  const before = await contactsNow();
  const body = JSON.stringify({
    v: 2,
    kind: 'events',
    integrationId: system.connection.integrationId,
    source: { kind: 'key', keyId: 'k' },
    receivedAt: Date.now(),
    events: [{ id: 'dead', type: 'chat.resolved', occurredAt: HOUR, chat: { id: 'dead' } }],
  });
  await sqs.send(new SendMessageCommand({ QueueUrl: new URL('events-dlq', queueUrl).href, MessageBody: body }));
  expect(await run('redrive')).toContain('1 messages went');
  await untilCounted(before + 1);
});

it('shows the integrations', async () => {
  expect(await run('status')).toMatch(/operational +- +demo\.\w+ +Demo Freshchat/);
});
