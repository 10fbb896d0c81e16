import { SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { localClient } from '../../../local/engines/local-account.ts';
import { createSendToQueue } from '../../../shared/intake/event-queue.sqs.ts';
import { toBody } from '../../../shared/intake/queue-message.ts';
import { resolved } from '../../support/events.ts';
import { eventsMessage } from '../../support/messages.ts';

const QUEUE_URL = 'http://127.0.0.1:9/000000000000/events';

/** What the embedded queue drops, and AWS goes by: the input of each call. */
const setUp = () => {
  const inputs: unknown[] = [];
  // Nobody answers, and so nobody says what checksum arrived.
  const client = new SQSClient({ ...localClient('http://127.0.0.1:9'), md5: false });
  client.middlewareStack.add(
    () => async (call) => {
      inputs.push(call.input);
      return { output: { $metadata: {} }, response: {} };
    },
    { step: 'initialize', name: 'answer', priority: 'low' },
  );
  return { inputs, sendToQueue: createSendToQueue({ client, queueUrl: QUEUE_URL }) };
};

describe('a message on its way to the queue', () => {
  it('carries its integration as group, so that a flood delays its sender first', async () => {
    const { inputs, sendToQueue } = setUp();
    const message = eventsMessage([resolved()], { integrationId: 'acme.7Yk2' });
    await sendToQueue(message);
    expect(inputs).toEqual([{ QueueUrl: QUEUE_URL, MessageBody: toBody(message), MessageGroupId: 'acme.7Yk2' }]);
  });

  it('has a group that SQS takes, however long the id', async () => {
    const { inputs, sendToQueue } = setUp();
    await sendToQueue(eventsMessage([], { integrationId: `acme.${'x'.repeat(200)}` }));
    expect(inputs).toMatchObject([{ MessageGroupId: `acme.${'x'.repeat(123)}` }]);
  });
});
