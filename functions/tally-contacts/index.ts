import middy from '@middy/core';
import { createDynamoClient } from '../../shared/adapters/dynamo/client.ts';
import { createCountStore } from '../../shared/adapters/dynamo/contact-counts.ts';
import { randomPause } from '../../shared/adapters/random-pause.ts';
import { createQueueClient } from '../../shared/adapters/sqs/client.ts';
import { createSetAside } from '../../shared/adapters/sqs/repair-queue.ts';
import { systemClock } from '../../shared/adapters/system-clock.ts';
import { createTallyContacts } from '../../shared/flows/tally-contacts.ts';
import { parseEnvironment } from '../../shared/runtime/environment.ts';
import { createLog, writeToStandardOutput } from '../../shared/runtime/log.ts';
import { logFailures } from '../../shared/runtime/log-failures.ts';
import { environmentSchema } from './env.ts';
import { createHandler } from './handler.ts';

const environment = parseEnvironment(environmentSchema, process.env);
const log = createLog({
  functionName: 'tally-contacts',
  metricNamespace: process.env['METRIC_NAMESPACE'],
  write: writeToStandardOutput,
  clock: systemClock,
});

const counts = createCountStore({
  client: createDynamoClient(),
  table: environment.CONTACT_COUNTS_TABLE,
  pause: randomPause,
  clock: systemClock,
});
const setAside = createSetAside({ client: createQueueClient(), queueUrl: environment.REPAIR_QUEUE_URL });
const tallyContacts = createTallyContacts({ counts, setAside, pause: randomPause });

export const handler = middy(createHandler({ tallyContacts, log })).use(logFailures(log));
