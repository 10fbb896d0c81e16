import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import pMap from 'p-map';
import { expect, onTestFinished, test } from 'vitest';
import type { Connection } from '../../local/connection-file.ts';
import { localClient } from '../../local/engines/local-account.ts';
import { QUEUE_NAMES } from '../../local/engines/schema.ts';
import { startLocalSystem } from '../../local/system.ts';
import { MEASURES } from '../../shared/counting/contributions.ts';
import type { TerminalEvent } from '../../shared/counting/terminal-event.ts';
import { deleted, HOUR_MS, MINUTE_MS, markedSpam, resolved, toWire } from '../support/events.ts';
import { type Counts, countSlowly } from '../support/slow-reference.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const START = Date.UTC(2026, 10, 20, 8);
const CHATS = 120;
const CONNECTIONS = { concurrency: 8 };
const POISON = ['no JSON', '{"v":1,"kind":"unheard of"}'];

/** Each chat ends up to four times in three hours, and is told of twice: every history crosses the two recorders. */
const storyOf = (number: number): readonly TerminalEvent[] => {
  const chatId = `chat-${number}`;
  const endsAt = (minutes: number) => START + ((number * 7 + minutes) % 180) * MINUTE_MS;
  return [
    resolved({ chatId, occurredAt: endsAt(30), createdAt: START - HOUR_MS, group: `Group ${number % 5}` }),
    resolved({ chatId, occurredAt: endsAt(0), group: number % 3 === 0 ? null : `Group ${number % 4}` }),
    ...(number % 4 === 0 ? [deleted({ chatId, occurredAt: endsAt(15) })] : []),
    ...(number % 7 === 0 ? [markedSpam({ chatId, occurredAt: endsAt(45) })] : []),
  ];
};

const startRecorderBeside = async (connection: Connection) => {
  const script = fileURLToPath(new URL('../support/record-beside.ts', import.meta.url));
  const child = spawn(process.execPath, [script, JSON.stringify(connection)], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let batches = 0;
  const lines = createInterface({ input: child.stdout });
  await new Promise<void>((resolve) => {
    lines.on('line', (line) => {
      if (line === 'ready') resolve();
      else batches += 1;
    });
  });
  return { batches: () => batches };
};

const readCounts = async ({ dynamodbEndpoint, tables, integrationId }: Connection): Promise<Counts> => {
  const client = new DynamoDBClient(localClient(dynamodbEndpoint));
  const query = {
    TableName: tables.ContactCounts,
    KeyConditionExpression: 'integrationId = :id',
    ExpressionAttributeValues: { ':id': { S: integrationId } },
  };
  const counts: [string, number][] = [];
  for await (const { Items = [] } of paginateQuery({ client }, query)) {
    for (const item of Items) {
      for (const measure of MEASURES) {
        const place = `${integrationId} ${item['hour']?.S} ${item['queue']?.S} ${measure}`;
        counts.push([place, Number(item[measure]?.N ?? 0)]);
      }
    }
  }
  return Object.fromEntries(counts.filter(([, value]) => value !== 0));
};

test('two processes on one queue, poison among the messages, count every chat once', async () => {
  const system = await startLocalSystem({ dataDir: temporaryDirectory(), port: 0, report: () => undefined });
  onTestFinished(system.close);
  const { connection } = system;
  const beside = await startRecorderBeside(connection);
  const sqs = new SQSClient(localClient(connection.sqsEndpoint));

  const stories = Array.from({ length: CHATS }, (_, number) => storyOf(number));
  const twice = [...stories.flat(), ...stories.flat().toReversed()];
  const post = async (event: TerminalEvent) => {
    const response = await fetch(`${connection.url}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${connection.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(toWire(event)),
    });
    expect(response.status).toBe(202);
  };
  const half = Math.floor(twice.length / 2);
  await pMap(twice.slice(0, half), post, CONNECTIONS);
  for (const MessageBody of POISON)
    await sqs.send(new SendMessageCommand({ QueueUrl: connection.queueUrl, MessageBody }));
  await pMap(twice.slice(half), post, CONNECTIONS);

  const expected = countSlowly(twice.map((event) => ({ integrationId: connection.integrationId, event })));
  await expect.poll(() => readCounts(connection), { timeout: 100_000, interval: 500 }).toEqual(expected);
  expect(beside.batches()).toBeGreaterThan(0);

  const { Messages: dead = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: connection.queueUrl.replace(QUEUE_NAMES.events, QUEUE_NAMES.deadLetters),
      MaxNumberOfMessages: 10,
      MessageAttributeNames: ['All'],
    }),
  );
  expect(dead.map(({ Body }) => Body).toSorted()).toEqual(POISON.toSorted());
  expect(dead.map(({ MessageAttributes: attributes }) => attributes?.['reason']?.StringValue).toSorted()).toEqual([
    'not_a_message',
    'not_json',
  ]);
});
