import { deepEqual, equal, ok, partialDeepStrictEqual } from 'node:assert/strict';
import { GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { DeleteMessageCommand, type Message, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { asBase64, FOREIGN_MESSAGE, httpRequest, sqsRecord } from '../lambda-events.ts';
import type { Stage } from '../rehearse.ts';
import type { TestIntegration } from './administer.ts';
import { toHttpAnswer } from './answers.ts';

const MINUTE_MS = 60_000;
const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * MINUTE_MS).toISOString();

const resolved = (chatId: string, minutes: number) => ({
  id: `${chatId}:resolved:${minutes}`,
  type: 'chat.resolved',
  occurredAt: minutesAgo(minutes),
  chat: { id: chatId, createdAt: minutesAgo(minutes + 20), group: { id: 'g-7', name: 'Customer Support' } },
});

/** An app that has worked for an hour and holds nothing back: the recorder keeps what that says of the counts. */
const CLAIM = { version: '1.0.0', account: 'account-1', aliveForSeconds: 3_600, undeliveredForSeconds: 0 };

/** From an app's request to the ledger. Answers the ids of the chats that must be counted. */
export const receiveAndRecord = async (
  { account, invoke, restart, callerOf, find }: Stage,
  { integrationId, apiKey, keyId, revokedKey }: TestIntegration,
): Promise<readonly string[]> => {
  const { db, recorder, idOf } = account;
  const post = (body: unknown, key?: string) =>
    httpRequest('POST /v1/events', { body, ...(key !== undefined && { authorization: `Bearer ${key}` }) });
  const send = async (event: unknown) => toHttpAnswer(await invoke('receive-events', event));
  const record = async (messages: readonly Message[], ...more: readonly unknown[]) =>
    invoke('record-chats', { Records: [...messages.map(sqsRecord), ...more] });
  const chatsInLedger = async () => (await db.send(new ScanCommand({ TableName: idOf('TablesChats') }))).Items ?? [];

  await find('receive-events says why it lets somebody not in', async () => {
    equal((await send(post(resolved('c-0', 1)))).status, 401);
    equal((await send(post(resolved('c-0', 1), revokedKey))).status, 401);
  });
  await find('receive-events takes one event, plain and as base64, and several', async () => {
    deepEqual(await send(post(resolved('c-1', 90), apiKey)), { status: 202, body: { accepted: 1, rejected: [] } });
    equal((await send(asBase64(post(resolved('c-2', 30), apiKey)))).status, 202);
    const heartbeat = { id: 'h-1', type: 'app.heartbeat', occurredAt: minutesAgo(0), app: CLAIM };
    const two = await send(post({ events: [resolved('c-2', 30), heartbeat] }, apiKey));
    partialDeepStrictEqual(two, { status: 202, body: { accepted: 2 } });
  });
  await find('receive-events passes on what an app says of itself, and what nobody understands', async () => {
    // In a request each: of two that were received in the same millisecond, only the later one is written down.
    for (const type of ['app.installed', 'app.uninstalled']) {
      equal((await send(post({ id: type, type, occurredAt: minutesAgo(1) }, apiKey))).status, 202);
    }
    ok((await send(post({ id: 'x', type: 'chat.resolved', occurredAt: 'yesterday' }, apiKey))).status < 500);
    ok((await send(post({ id: 'x', type: 'chat.teleported', occurredAt: minutesAgo(1) }, apiKey))).status < 500);
  });
  await find('receive-events answers 503 where the queue cannot be reached', async () => {
    const failure = { caller: callerOf('receive-events'), action: 'sqs:SendMessage', resource: '' };
    const answer = await recorder.withFailure({ ...failure, error: 'InternalFailure' }, () =>
      send(post(resolved('c-9', 1), apiKey)),
    );
    equal(answer.status, 503);
  });

  const delivered = await takeAll(account);
  await find('record-chats takes our messages, and sets a foreign one aside with its reason', async () => {
    deepEqual(await record(delivered, FOREIGN_MESSAGE), { batchItemFailures: [] });
    deepEqual((await chatsInLedger()).map(({ chatId }) => chatId?.S).toSorted(), ['c-1', 'c-2']);
    const [rejected] = await takeAll(account, 'EventsDeadLetters');
    equal(rejected?.Body, 'Hello from SQS!');
    ok(rejected.MessageAttributes?.['reason']?.StringValue);
  });
  await find('record-chats writes down who was heard of, and by which key', async () => {
    const health = await db.send(
      new GetItemCommand({
        TableName: idOf('TablesIntegrations'),
        Key: { integrationId: { S: integrationId }, item: { S: 'health' } },
      }),
    );
    for (const kind of ['acceptedAt', 'chatEventAt', 'heartbeatAt', 'refusedAt']) ok(health.Item?.[kind]?.S, kind);
    ok(health.Item?.['claims']?.L);
    ok(health.Item?.['keyUses']?.M?.[keyId]?.N);
  });
  await find('record-chats changes a chat of another process, by its version', async () => {
    await restart('record-chats');
    await send(post(resolved('c-1', 150), apiKey));
    deepEqual(await record(await takeAll(account)), { batchItemFailures: [] });
    const changed = (await chatsInLedger()).find(({ chatId }) => chatId?.S === 'c-1');
    equal(changed?.['version']?.N, '2');
  });
  await find('record-chats gives back and postpones what the ledger does not take', async () => {
    await send(post(resolved('c-3', 10), apiKey));
    const messages = await takeAll(account, 'EventsQueue', 'keep');
    const failure = { caller: callerOf('record-chats'), action: 'dynamodb:PartiQLInsert', resource: '' };
    const answer = await recorder.withFailure({ ...failure, error: 'InternalServerError' }, () => record(messages));
    deepEqual(answer, { batchItemFailures: messages.map(({ MessageId }) => ({ itemIdentifier: MessageId })) });
    ok(recorder.calls.some(({ action }) => action === 'sqs:ChangeMessageVisibility'));
  });
  return ['c-1', 'c-2'];
};

/** What lies in a queue, as its event source mapping would take it. */
export const takeAll = async (
  { sqs, queueUrl }: Stage['account'],
  queue = 'EventsQueue',
  after: 'delete' | 'keep' = 'delete',
): Promise<readonly Message[]> => {
  const QueueUrl = queueUrl(queue);
  const taken: Message[] = [];
  for (;;) {
    const { Messages: messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
    );
    if (messages.length === 0) return taken;
    for (const { ReceiptHandle } of after === 'delete' ? messages : []) {
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
    taken.push(...messages);
  }
};
