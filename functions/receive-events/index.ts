import { createQuickDynamoClient } from '../../shared/core/dynamo/dynamo-client.ts';
import { prepareFunction } from '../../shared/core/lambda/function.ts';
import { createQueueClient } from '../../shared/core/sqs/sqs-client.ts';
import { systemClock } from '../../shared/core/system-clock.ts';
import { createFindKey } from '../../shared/intake/api-keys.dynamo.ts';
import { createAuthenticate } from '../../shared/intake/authenticate.ts';
import { createSendToQueue } from '../../shared/intake/event-queue.sqs.ts';
import { createLookUpKey } from '../../shared/intake/look-up-key.ts';
import { createReceiveEvents } from '../../shared/intake/receive-events.ts';
import { environmentSchema } from './env.ts';
import { createHandler } from './handler.ts';

const { environment, log, toHandler } = prepareFunction('receive-events', environmentSchema, process.env);

const findKey = createFindKey({ client: createQuickDynamoClient(), table: environment.API_KEYS_TABLE });
const authenticate = createAuthenticate({
  lookUpKey: createLookUpKey({ findKey, clock: systemClock }),
  clock: systemClock,
});
const sendToQueue = createSendToQueue({ client: createQueueClient(), queueUrl: environment.EVENTS_QUEUE_URL });
const receiveEvents = createReceiveEvents({ authenticate, sendToQueue, clock: systemClock });

export const handler = toHandler(createHandler({ receiveEvents, log, clock: systemClock }));
