import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { describe, expect, onTestFinished, test } from 'vitest';
import { localClient } from '../../local/engines/local-account.ts';
import { startQueueEngine } from '../../local/engines/queue-engine.ts';
import { createQueues, queueArn } from '../../local/engines/schema.ts';
import { type QueuePollerOptions, startQueuePoller } from '../../local/queue/queue-poller.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const openQueue = async () => {
  const engine = await startQueueEngine({ dataDir: temporaryDirectory() });
  onTestFinished(engine.close);
  const client = new SQSClient(localClient(engine.endpoint));
  const urls = await createQueues(client, engine.endpoint);
  return { client, urls };
};

type Queue = Awaited<ReturnType<typeof openQueue>>;
type Handler = (event: SQSEvent) => Promise<unknown>;

const isSqsEvent = (event: unknown): event is SQSEvent =>
  typeof event === 'object' && event !== null && 'Records' in event;

/** Starts a poller whose function is the handler; answers the bodies of each batch that was delivered. */
const poll = ({ client, urls }: Queue, handler: Handler, overrides: Partial<QueuePollerOptions> = {}) => {
  const batches: string[][] = [];
  const poller = startQueuePoller({
    client,
    queueUrl: urls.events,
    queueArn: queueArn('events'),
    invoke: async (event) => {
      if (!isSqsEvent(event)) throw new TypeError('not an SQS event');
      batches.push(event.Records.map(({ body }) => body));
      return handler(event);
    },
    batchSize: 100,
    fullAtBytes: 1_000_000,
    batchingWindowMs: 50,
    visibilityTimeoutSeconds: 1,
    pollers: 1,
    report: () => undefined,
    ...overrides,
  });
  onTestFinished(poller.close);
  return { poller, batches };
};

const sendAll = async ({ client, urls }: Queue, bodies: readonly string[]): Promise<void> => {
  for (let start = 0; start < bodies.length; start += 10) {
    const Entries = bodies.slice(start, start + 10).map((MessageBody, index) => ({ Id: `${index}`, MessageBody }));
    await client.send(new SendMessageBatchCommand({ QueueUrl: urls.events, Entries }));
  }
};

const messagesIn = async ({ client }: Queue, QueueUrl: string): Promise<number> => {
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }),
  );
  return Object.values(Attributes).reduce((sum, count) => sum + Number(count), 0);
};

const EVENTUALLY = { timeout: 60_000 };
const numbered = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `m${index}`);

describe('the queue poller', () => {
  test('delivers the event that Lambda delivers', async () => {
    const queue = await openQueue();
    const events: SQSEvent[] = [];
    await queue.client.send(
      new SendMessageCommand({
        QueueUrl: queue.urls.events,
        MessageBody: '{"ü":1}',
        MessageAttributes: { reason: { DataType: 'String', StringValue: 'because' } },
      }),
    );
    poll(queue, async (event) => void events.push(event));
    await expect
      .poll(() => events, EVENTUALLY)
      .toEqual([
        {
          Records: [
            {
              messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
              receiptHandle: expect.any(String),
              body: '{"ü":1}',
              attributes: {
                ApproximateReceiveCount: '1',
                SentTimestamp: expect.stringMatching(/^\d{13}$/),
                SenderId: expect.any(String),
                ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
              },
              messageAttributes: {
                reason: { stringValue: 'because', dataType: 'String', stringListValues: [], binaryListValues: [] },
              },
              md5OfBody: expect.stringMatching(/^[0-9a-f]{32}$/),
              md5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
              eventSource: 'aws:sqs',
              eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:events',
              awsRegion: 'us-east-1',
            },
          ],
        },
      ]);
  });

  test('joins several receives into one batch, up to its size', async () => {
    const queue = await openQueue();
    await sendAll(queue, numbered(40));
    const { batches } = poll(queue, async () => undefined, { batchSize: 25 });
    await expect.poll(() => messagesIn(queue, queue.urls.events), EVENTUALLY).toBe(0);
    expect(batches.map(({ length }) => length)).toEqual([25, 15]);
  });

  test('ends a batch that is full by weight', async () => {
    const queue = await openQueue();
    await sendAll(queue, numbered(30));
    const { batches } = poll(queue, async () => undefined, { fullAtBytes: 1 });
    await expect.poll(() => messagesIn(queue, queue.urls.events), EVENTUALLY).toBe(0);
    expect(batches.map(({ length }) => length)).toEqual([10, 10, 10]);
  });

  test('delivers again what a partial answer names, and deletes the rest', async () => {
    const queue = await openQueue();
    await sendAll(queue, numbered(3));
    const { batches } = poll(queue, async ({ Records }) => ({
      batchItemFailures: Records.flatMap(({ body, messageId, attributes }) =>
        body === 'm1' && attributes.ApproximateReceiveCount === '1' ? [{ itemIdentifier: messageId }] : [],
      ),
    }));
    await expect.poll(() => messagesIn(queue, queue.urls.events), EVENTUALLY).toBe(0);
    expect(batches).toEqual([['m0', 'm1', 'm2'], ['m1']]);
  });

  test.each<[string, Handler]>([
    ['the function throws', () => Promise.reject(new Error('down'))],
    ['an answer names an unknown message', async () => ({ batchItemFailures: [{ itemIdentifier: 'stranger' }] })],
    ['an answer names an empty id', async () => ({ batchItemFailures: [{ itemIdentifier: '' }] })],
  ])('delivers the whole batch again when %s', async (_, failing) => {
    const queue = await openQueue();
    await sendAll(queue, numbered(2));
    let deliveries = 0;
    const { batches } = poll(queue, async (event) => {
      deliveries += 1;
      return deliveries === 1 ? failing(event) : undefined;
    });
    await expect.poll(() => messagesIn(queue, queue.urls.events), EVENTUALLY).toBe(0);
    expect(batches.flat().toSorted()).toEqual(['m0', 'm0', 'm1', 'm1']);
  });

  test('gives a poison message to the dead-letter queue after the receive limit, and its neighbours to nobody', async () => {
    const queue = await openQueue();
    const { client, urls } = queue;
    const redrive = { deadLetterTargetArn: queueArn('events-dlq'), maxReceiveCount: 2 };
    const Attributes = { RedrivePolicy: JSON.stringify(redrive) };
    await client.send(new SetQueueAttributesCommand({ QueueUrl: urls.events, Attributes }));
    await sendAll(queue, ['good', 'poison']);
    const { batches } = poll(queue, async ({ Records }) => ({
      batchItemFailures: Records.flatMap(({ body, messageId }) =>
        body === 'poison' ? [{ itemIdentifier: messageId }] : [],
      ),
    }));
    const dead = () =>
      client
        .send(new ReceiveMessageCommand({ QueueUrl: urls.deadLetters, VisibilityTimeout: 1 }))
        .then(({ Messages = [] }) => Messages.map(({ Body }) => Body));
    await expect.poll(dead, EVENTUALLY).toEqual(['poison']);
    expect(batches).toEqual([['good', 'poison'], ['poison']]);
  });

  test('ends the batch that it has begun before it closes', async () => {
    const queue = await openQueue();
    await sendAll(queue, ['m0']);
    const begun = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const { poller } = poll(queue, async () => {
      begun.resolve();
      await finish.promise;
    });
    await begun.promise;
    const closed = poller.close();
    finish.resolve();
    await closed;
    expect(await messagesIn(queue, queue.urls.events)).toBe(0);
  });
});
