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
import { OPERATOR_PATIENCE } from './patience.ts';
import { OperatorError, type Target } from './target.ts';

/** For operators: a recount that was killed resumes nothing, and events wait until somebody does. */
export const QUEUE_IS_PAUSED = `THE QUEUE IS PAUSED (event source mapping disabled): events wait in it, and nothing new is counted.
Unless a recount with --apply is running, or somebody paused it on purpose, switch it on: npm run ops:recount -- --resume`;

const POLL_EVERY_MS = 500;
const SWITCHED_WITHIN_MS = 5 * 60_000;

export const findEventsMapping = async (target: Target, sqs: SQSClient) => {
  const lambda = new LambdaClient(OPERATOR_PATIENCE);
  const { Attributes: attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: target.queueUrl, AttributeNames: ['QueueArn'] }),
  );
  const { EventSourceMappings: [mapping] = [] } = await lambda.send(
    new ListEventSourceMappingsCommand({ EventSourceArn: attributes.QueueArn }),
  );
  if (mapping?.UUID === undefined) throw new OperatorError('Nothing reads the events queue: is this the right stack?');
  const UUID = mapping.UUID;

  const look = () => lambda.send(new GetEventSourceMappingCommand({ UUID }));
  /** When it was last switched, by Lambda's clock, as this command left it. */
  let leftAt: number | undefined;

  const update = (Enabled: boolean) => lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));

  const become = async (wanted: 'Enabled' | 'Disabled'): Promise<void> => {
    for (const end = Date.now() + SWITCHED_WITHIN_MS; Date.now() < end; await setTimeout(POLL_EVERY_MS)) {
      const { State: state, LastModified: modified } = await look();
      if (state !== wanted) continue;
      leftAt = modified?.getTime();
      return;
    }
    throw new OperatorError(`The event source mapping did not become ${wanted}. Look at it in the Lambda console.`);
  };

  const isPaused = async (): Promise<boolean> => ['Disabling', 'Disabled'].includes((await look()).State ?? '');

  return {
    isPaused,
    pause: async (): Promise<void> => {
      // Switching it once more would look to who paused it as if somebody had switched it meanwhile.
      if (!(await isPaused())) await update(false);
      await become('Disabled');
      // AWS says Disabled while a last invocation may still run; this machine waits for it.
      if (!target.isLocal) await setTimeout(RECORD_CHATS_TIMEOUT_SECONDS * 1_000);
    },
    isUntouched: async (): Promise<boolean> => {
      const { State: state, LastModified: modified } = await look();
      return leftAt === undefined || (state === 'Disabled' && modified?.getTime() === leftAt);
    },
    resume: async (): Promise<void> => {
      await update(true);
      await become('Enabled');
    },
  };
};
