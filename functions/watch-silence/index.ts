import middy from '@middy/core';
import { createDynamoClient } from '../../shared/adapters/dynamo/client.ts';
import { createMonitorMemory } from '../../shared/adapters/dynamo/monitor-memory.ts';
import { createFindNewestProbe } from '../../shared/adapters/dynamo/newest-probe.ts';
import { createWatchStore } from '../../shared/adapters/dynamo/watch-store.ts';
import { randomPause } from '../../shared/adapters/random-pause.ts';
import { createNoticeClient } from '../../shared/adapters/sns/client.ts';
import { createPublishNotices } from '../../shared/adapters/sns/notices.ts';
import { createQueueClient } from '../../shared/adapters/sqs/client.ts';
import { createSendToQueue } from '../../shared/adapters/sqs/event-queue.ts';
import { createSendProbe } from '../../shared/adapters/sqs/send-probe.ts';
import { systemClock } from '../../shared/adapters/system-clock.ts';
import { createWatchSilence } from '../../shared/flows/watch/watch-silence.ts';
import { parseEnvironment } from '../../shared/runtime/environment.ts';
import { createLog, writeToStandardOutput } from '../../shared/runtime/log.ts';
import { logFailures } from '../../shared/runtime/log-failures.ts';
import { environmentSchema } from './env.ts';
import { createHandler } from './handler.ts';

const environment = parseEnvironment(environmentSchema, process.env);
const log = createLog({
  functionName: 'watch-silence',
  metricNamespace: process.env['METRIC_NAMESPACE'],
  write: writeToStandardOutput,
  clock: systemClock,
});
const onError = log.error;
const client = createDynamoClient();
const table = environment.INTEGRATIONS_TABLE;

const watchSilence = createWatchSilence({
  store: createWatchStore({ client, table, pause: randomPause, onError }),
  memory: createMonitorMemory({ client, table }),
  sendProbe: createSendProbe(
    createSendToQueue({ client: createQueueClient(), queueUrl: environment.EVENTS_QUEUE_URL }),
  ),
  findNewestProbe: createFindNewestProbe({ client, table: environment.CONTACT_COUNTS_TABLE }),
  publish: createPublishNotices({ client: createNoticeClient(), topicArn: environment.NOTICES_TOPIC_ARN, onError }),
  clock: systemClock,
  onError,
});

export const handler = middy(createHandler({ watchSilence, log })).use(logFailures(log));
