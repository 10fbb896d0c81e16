/** The event source mapping between the events queue and record-chats: off and on, and waiting until it is so. */

import { setTimeout } from 'node:timers/promises';
import {
  GetEventSourceMappingCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { RECORD_CHATS_TIMEOUT_SECONDS } from '../shared/queues.ts';
import { OperatorError, type Target } from './target.ts';

/** For operators: a recount that was killed resumes nothing, and events wait until somebody does. */
export const QUEUE_IS_PAUSED = `THE QUEUE IS PAUSED (event source mapping disabled): events wait in it, and nothing new is counted.
Unless a recount with --apply is running, switch it on: npm run ops:recount -- --resume`;

const POLL_EVERY_MS = 500;
const SWITCHED_WITHIN_MS = 5 * 60_000;

export const findEventsMapping = async (target: Target, sqs: SQSClient) => {
  const lambda = new LambdaClient({ maxAttempts: 5 });
  const { Attributes: attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: target.queueUrl, AttributeNames: ['QueueArn'] }),
  );
  const { EventSourceMappings: [mapping] = [] } = await lambda.send(
    new ListEventSourceMappingsCommand({ EventSourceArn: attributes.QueueArn }),
  );
  if (mapping?.UUID === undefined) throw new OperatorError('Nothing reads the events queue: is this the right stack?');
  const UUID = mapping.UUID;

  const switchTo = async (Enabled: boolean): Promise<void> => {
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
    const wanted = Enabled ? 'Enabled' : 'Disabled';
    for (const end = Date.now() + SWITCHED_WITHIN_MS; Date.now() < end; await setTimeout(POLL_EVERY_MS)) {
      if ((await lambda.send(new GetEventSourceMappingCommand({ UUID }))).State === wanted) return;
    }
    throw new OperatorError(`The event source mapping did not become ${wanted}. Look at it in the Lambda console.`);
  };

  return {
    isPaused: async (): Promise<boolean> => {
      const { State: state = '' } = await lambda.send(new GetEventSourceMappingCommand({ UUID }));
      return ['Disabling', 'Disabled'].includes(state);
    },
    pause: async (): Promise<void> => {
      await switchTo(false);
      // AWS says Disabled while a last invocation may still run; this machine waits for it.
      if (!target.isLocal) await setTimeout(RECORD_CHATS_TIMEOUT_SECONDS * 1_000);
    },
    resume: () => switchTo(true),
  };
};
