/** The very command, as an operator of a stack on AWS starts it, against engines that stand in for AWS. */

import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { localClient } from '../../local/engines/local-account.ts';
import { type QueueEngine, startQueueEngine } from '../../local/engines/queue-engine.ts';
import { redriveDeadLetters } from '../../ops/dead-letters.ts';
import { startEngineTables } from '../support/engine-tables.ts';

let tables: Awaited<ReturnType<typeof startEngineTables>>;
let queues: QueueEngine;
let sqs: SQSClient;
let queueUrl: string;
let deadLettersUrl: string;
let made = 0;

beforeAll(async () => {
  tables = await startEngineTables();
  queues = await startQueueEngine();
  sqs = new SQSClient(localClient(queues.endpoint));
});
afterAll(async () => {
  sqs.destroy();
  await queues.close();
  await tables.close();
});

const urlOf = (name: string) => `${queues.endpoint}/000000000000/${name}`;
beforeEach(async () => {
  made += 1;
  const [name, deadLetters] = [`events-${made}`, `events-${made}-dlq`];
  [queueUrl, deadLettersUrl] = [urlOf(name), urlOf(deadLetters)];
  await sqs.send(new CreateQueueCommand({ QueueName: deadLetters }));
  const deadLetterTargetArn = `arn:aws:sqs:us-east-1:000000000000:${deadLetters}`;
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 20 });
  await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: { RedrivePolicy } }));
});

const bodyOf = (integrationId: string, number: number) => JSON.stringify({ v: 1, integrationId, number });
const sendLetter = (MessageBody: string) => sqs.send(new SendMessageCommand({ QueueUrl: deadLettersUrl, MessageBody }));
const receiveAll = async (QueueUrl: string): Promise<readonly string[]> => {
  const bodies: string[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    if (Messages.length === 0) return bodies.toSorted();
    bodies.push(...Messages.map(({ Body = '' }) => Body));
  }
};
const lettersLeft = async () => {
  const { Attributes: attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: deadLettersUrl, AttributeNames: ['All'] }),
  );
  return Number(attributes?.ApproximateNumberOfMessages) + Number(attributes?.ApproximateNumberOfMessagesNotVisible);
};

const redrive = () =>
  promisify(execFile)(process.execPath, [resolve('ops/redrive.ts')], {
    env: {
      ...process.env,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'a',
      AWS_SECRET_ACCESS_KEY: 'b',
      AWS_ENDPOINT_URL_SQS: queues.endpoint,
      AWS_ENDPOINT_URL_DYNAMODB: tables.endpoint,
      API_KEYS_TABLE: tables.tables.ApiKeys,
      INTEGRATIONS_TABLE: tables.tables.Integrations,
      CHATS_TABLE: tables.tables.Chats,
      CONTACT_COUNTS_TABLE: tables.tables.ContactCounts,
      EVENTS_QUEUE_URL: queueUrl,
      TALLY_FUNCTION: 'tally',
    },
  });

it('moves every letter once, those too that record-chats sent by itself and the same text twice', async () => {
  const bodies = Array.from({ length: 23 }, (_, number) => bodyOf('a.1', number));
  for (const body of [...bodies, 'not JSON', 'not JSON']) await sendLetter(body);
  const { stdout } = await redrive();
  expect(stdout).toContain('25 messages went from the dead-letter queue back to the events queue of AWS');
  expect(await receiveAll(queueUrl)).toEqual([...bodies, 'not JSON', 'not JSON'].toSorted());
  expect(await lettersLeft()).toBe(0);
});

it('ends, also when every letter comes back at once', async () => {
  for (let number = 0; number < 12; number += 1) await sendLetter(bodyOf('a.1', number));
  const client = createClient();
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (input) => {
        const answer = await next(input);
        // The recorder refuses what it gets in the same moment.
        if (commandName === 'SendMessageCommand') await sendLetter(bodyOf('a.1', 99));
        return answer;
      },
    { step: 'initialize' },
  );
  const { moved } = await redriveDeadLetters({ sqs: client, queueUrl, isErased: async () => false });
  client.destroy();
  expect(moved).toBe(12);
  expect(await lettersLeft()).toBe(12);
});

it('moves the letters of integrations whose erasing can be undone', async () => {
  const erase = { M: { erasesAt: { S: '2026-11-29T12:00:00.000Z' } } };
  const Item = { integrationId: { S: 'a.waiting' }, item: { S: 'config' }, erase };
  await tables.client.send(new PutItemCommand({ TableName: tables.tables.Integrations, Item }));
  await sendLetter(bodyOf('a.waiting', 1));
  await redrive();
  expect(await receiveAll(queueUrl)).toEqual([bodyOf('a.waiting', 1)]);
});

it('deletes the letters of erased integrations instead of moving them', async () => {
  const Item = { integrationId: { S: 'a.gone' }, item: { S: 'config' }, erase: { M: {} } };
  await tables.client.send(new PutItemCommand({ TableName: tables.tables.Integrations, Item }));
  for (const integrationId of ['a.1', 'a.gone', 'a.2', 'a.gone']) await sendLetter(bodyOf(integrationId, 1));
  const { stdout } = await redrive();
  expect(stdout).toContain('2 messages were deleted: their integrations are erased.');
  expect(await receiveAll(queueUrl)).toEqual([bodyOf('a.1', 1), bodyOf('a.2', 1)]);
  expect(await lettersLeft()).toBe(0);
});

it('tells why letters could not be moved, and leaves them where they are', async () => {
  for (const number of [1, 2]) await sendLetter(bodyOf('a.1', number));
  const client = createClient();
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (input) => {
        if (commandName === 'SendMessageCommand') throw new QueueFullError();
        return next(input);
      },
    { step: 'initialize' },
  );
  const { moved, failures } = await redriveDeadLetters({ sqs: client, queueUrl, isErased: async () => false });
  client.destroy();
  expect({ moved, failures }).toEqual({ moved: 0, failures: ['QueueFullError: the queue is full'] });
  expect(await lettersLeft()).toBe(2);
});

class QueueFullError extends Error {
  override readonly name = 'QueueFullError';
  constructor() {
    super('the queue is full');
  }
}

const createClient = () => new SQSClient(localClient(queues.endpoint));
