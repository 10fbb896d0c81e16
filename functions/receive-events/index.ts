import middy from '@middy/core';
import { createFindKey } from '../../shared/adapters/dynamo/api-key-store.ts';
import { createQuickDynamoClient } from '../../shared/adapters/dynamo/client.ts';
import { createQueueClient } from '../../shared/adapters/sqs/client.ts';
import { createSendToQueue } from '../../shared/adapters/sqs/event-queue.ts';
import { systemClock } from '../../shared/adapters/system-clock.ts';
import { createAuthenticate } from '../../shared/flows/authenticate.ts';
import { createLookUpKey } from '../../shared/flows/look-up-key.ts';
import { createReceiveEvents } from '../../shared/flows/receive-events.ts';
import { parseEnvironment } from '../../shared/runtime/environment.ts';
import { createLog, writeToStandardOutput } from '../../shared/runtime/log.ts';
import { logFailures } from '../../shared/runtime/log-failures.ts';
import { environmentSchema } from './env.ts';
import { createHandler } from './handler.ts';

const environment = parseEnvironment(environmentSchema, process.env);
const log = createLog({
  functionName: 'receive-events',
  metricNamespace: process.env['METRIC_NAMESPACE'],
  write: writeToStandardOutput,
  clock: systemClock,
});

const findKey = createFindKey({ client: createQuickDynamoClient(), table: environment.API_KEYS_TABLE });
const authenticate = createAuthenticate({
  lookUpKey: createLookUpKey({ findKey, clock: systemClock }),
  clock: systemClock,
});
const sendToQueue = createSendToQueue({ client: createQueueClient(), queueUrl: environment.EVENTS_QUEUE_URL });
const receiveEvents = createReceiveEvents({ authenticate, sendToQueue, clock: systemClock });

export const handler = middy(createHandler({ receiveEvents, log })).use(logFailures(log));
