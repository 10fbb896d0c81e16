/** `npm run ops:redrive`: sends the messages of the dead-letter queue through record-chats again. */

import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { createQueueClient } from '../shared/core/sqs/sqs-client.ts';
import { runCommand } from './command.ts';
import { chooseTarget, OperatorError } from './target.ts';

const redriveSchema = z.object({ deadLetterTargetArn: z.string() });

const findDeadLetters = async (sqs: SQSClient, QueueUrl: string): Promise<string> => {
  const { Attributes: attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['RedrivePolicy'] }),
  );
  if (!attributes.RedrivePolicy) throw new OperatorError('The events queue has no dead-letter queue.');
  return redriveSchema.parse(JSON.parse(attributes.RedrivePolicy)).deadLetterTargetArn;
};

const POLL_EVERY_MS = 2_000;

const moveByTask = async (sqs: SQSClient, SourceArn: string): Promise<number> => {
  const { TaskHandle } = await sqs.send(new StartMessageMoveTaskCommand({ SourceArn }));
  for (;;) {
    const { Results = [] } = await sqs.send(new ListMessageMoveTasksCommand({ SourceArn, MaxResults: 10 }));
    // Only a running task tells its handle; the newest one comes first.
    const task = Results.find((one) => one.TaskHandle === TaskHandle) ?? Results[0];
    if (task?.Status === 'COMPLETED') return task.ApproximateNumberOfMessagesMoved ?? 0;
    if (task?.Status !== 'RUNNING')
      throw new OperatorError(`The move ended as ${task?.Status ?? 'unknown'}. Start again.`);
    await setTimeout(POLL_EVERY_MS);
  }
};

/** The embedded queue knows no move tasks. Sent before deleted: a message may double, which harms nothing. */
const moveOneByOne = async (sqs: SQSClient, QueueUrl: string, deadLetterArn: string): Promise<number> => {
  const deadLetterUrl = new URL(deadLetterArn.split(':').at(-1) ?? '', QueueUrl).href;
  for (let moved = 0; ; ) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: deadLetterUrl, MaxNumberOfMessages: 10 }),
    );
    if (Messages.length === 0) return moved;
    for (const { Body: MessageBody, ReceiptHandle } of Messages) {
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
      await sqs.send(new DeleteMessageCommand({ QueueUrl: deadLetterUrl, ReceiptHandle }));
      moved += 1;
    }
  }
};

await runCommand('npm run ops:redrive', async () => {
  parseArgs({ options: {} });
  const target = chooseTarget(process.env);
  const sqs = createQueueClient();
  const deadLetterArn = await findDeadLetters(sqs, target.queueUrl);
  const moved = target.isLocal
    ? await moveOneByOne(sqs, target.queueUrl, deadLetterArn)
    : await moveByTask(sqs, deadLetterArn);
  console.log(`${moved} messages went from the dead-letter queue back to the events queue of ${target.where}.`);
  console.log('What was half recorded before is counted once all the same. Whatever fails again comes back.');
});
