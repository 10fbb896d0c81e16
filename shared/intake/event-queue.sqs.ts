/** The events queue, from both of its ends, and the dead-letter queue behind it. */

import { ChangeMessageVisibilityCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { EventQueue, SendToQueue } from './event-queue.port.ts';
import { toBody } from './queue-message.ts';

/**
 * The message group switches on fair queues: while one integration floods the queue, the others' messages are
 * delivered first. A standard queue neither orders nor drops by it.
 */
export const createSendToQueue =
  ({ client, queueUrl }: { readonly client: SQSClient; readonly queueUrl: string }): SendToQueue =>
  async (message) => {
    await client.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: toBody(message),
        MessageGroupId: toGroupId(message.integrationId),
      }),
    );
  };

/** SQS takes up to 128 characters of ASCII; ids of integrations are ours and shorter. */
const toGroupId = (integrationId: string): string => integrationId.slice(0, 128);

type Deps = { readonly client: SQSClient; readonly queueUrl: string; readonly deadLetterQueueUrl: string };

export const createEventQueue = ({ client, queueUrl, deadLetterQueueUrl }: Deps): EventQueue => ({
  reject: async ({ body, messageId }, reason) => {
    await client.send(
      new SendMessageCommand({
        QueueUrl: deadLetterQueueUrl,
        MessageBody: body,
        MessageAttributes: {
          reason: { DataType: 'String', StringValue: reason },
          messageId: { DataType: 'String', StringValue: messageId },
        },
      }),
    );
  },
  postpone: async ({ receiptHandle }, delaySeconds) => {
    await client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: queueUrl,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: delaySeconds,
      }),
    );
  },
});
