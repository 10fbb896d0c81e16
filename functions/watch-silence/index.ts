import { createMetricsClient } from '../../shared/completeness/cloudwatch-client.ts';
import { createMeasureAges } from '../../shared/completeness/measured-ages.cloudwatch.ts';
import { createDynamoClient } from '../../shared/core/dynamo/dynamo-client.ts';
import { prepareFunction } from '../../shared/core/lambda/function.ts';
import { randomPause } from '../../shared/core/random-pause.ts';
import { createQueueClient } from '../../shared/core/sqs/sqs-client.ts';
import { systemClock } from '../../shared/core/system-clock.ts';
import { createSendToQueue } from '../../shared/intake/event-queue.sqs.ts';
import { createFindKeyStates } from '../../shared/silence/key-states.dynamo.ts';
import { createMonitorMemory } from '../../shared/silence/monitor-memory.dynamo.ts';
import { createPublishNotices } from '../../shared/silence/notices.sns.ts';
import { createFindNewestProbe } from '../../shared/silence/probe.dynamo.ts';
import { createSendProbe } from '../../shared/silence/probe.sqs.ts';
import { createNoticeClient } from '../../shared/silence/sns-client.ts';
import { createWatchSilence } from '../../shared/silence/watch-silence.ts';
import { createWatchStore } from '../../shared/silence/watch-store.dynamo.ts';
import { environmentSchema } from './env.ts';
import { createHandler } from './handler.ts';

const { environment, log, toHandler } = prepareFunction('watch-silence', environmentSchema, process.env);
const onError = log.error;

/** `https://sqs.<region>.amazonaws.com/<account>/<name>`. */
const queueNameOf = (url: string): string => url.slice(url.lastIndexOf('/') + 1);

const client = createDynamoClient();
const table = environment.INTEGRATIONS_TABLE;

const watchSilence = createWatchSilence({
  store: createWatchStore({ client, table, pause: randomPause, onError }),
  memory: createMonitorMemory({ client, table }),
  sendProbe: createSendProbe(
    createSendToQueue({ client: createQueueClient(), queueUrl: environment.EVENTS_QUEUE_URL }),
  ),
  findNewestProbe: createFindNewestProbe({ client, table: environment.CONTACT_COUNTS_TABLE }),
  findKeyStates: createFindKeyStates({ client, table: environment.API_KEYS_TABLE, pause: randomPause, onError }),
  publish: createPublishNotices({ client: createNoticeClient(), topicArn: environment.NOTICES_TOPIC_ARN, onError }),
  measureAges: createMeasureAges({
    client: createMetricsClient(),
    clock: systemClock,
    tallyFunction: environment.TALLY_FUNCTION,
    eventsQueue: queueNameOf(environment.EVENTS_QUEUE_URL),
  }),
  clock: systemClock,
  onError,
});

export const handler = toHandler(createHandler({ watchSilence, log }));
