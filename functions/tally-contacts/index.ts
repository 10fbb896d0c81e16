import { createDynamoClient } from '../../shared/core/dynamo/dynamo-client.ts';
import { prepareFunction } from '../../shared/core/lambda/function.ts';
import { randomPause } from '../../shared/core/random-pause.ts';
import { createQueueClient } from '../../shared/core/sqs/sqs-client.ts';
import { systemClock } from '../../shared/core/system-clock.ts';
import { createCountStore } from '../../shared/counting/contact-counts.dynamo.ts';
import { createSetAside } from '../../shared/counting/set-aside.sqs.ts';
import { createTallyContacts } from '../../shared/counting/tally-contacts.ts';
import { environmentSchema } from './env.ts';
import { createHandler } from './handler.ts';

const { environment, log, toHandler } = prepareFunction('tally-contacts', environmentSchema, process.env);

const counts = createCountStore({
  client: createDynamoClient(),
  table: environment.CONTACT_COUNTS_TABLE,
  pause: randomPause,
  clock: systemClock,
});
const setAside = createSetAside({ client: createQueueClient(), queueUrl: environment.REPAIR_QUEUE_URL });
const tallyContacts = createTallyContacts({
  counts,
  setAside,
  pause: randomPause,
  ...(environment.RECOUNTED_UNTIL !== '' && { recountedUntil: Date.parse(environment.RECOUNTED_UNTIL) }),
});

export const handler = toHandler(createHandler({ tallyContacts, log }));
