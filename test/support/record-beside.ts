/** A second recorder, a process of its own on the same queue: `node record-beside.ts <connection as JSON>`. */

import { SQSClient } from '@aws-sdk/client-sqs';
import type { Connection } from '../../local/connection-file.ts';
import { localClient, localEnvironment } from '../../local/engines/local-account.ts';
import { QUEUE_NAMES, queueArn } from '../../local/engines/schema.ts';
import { entryPointOf } from '../../local/functions/environments.ts';
import { startFunctionHost } from '../../local/functions/function-host.ts';
import { startQueuePoller } from '../../local/queue/queue-poller.ts';

const connection: Connection = JSON.parse(process.argv[2] ?? '');
const { dynamodbEndpoint, sqsEndpoint, tables, queueUrl } = connection;

const host = await startFunctionHost({
  functionName: 'record-chats',
  entryPoint: entryPointOf('record-chats'),
  environment: {
    ...localEnvironment({ dynamodb: dynamodbEndpoint, sqs: sqsEndpoint }),
    CHATS_TABLE: tables.Chats,
    INTEGRATIONS_TABLE: tables.Integrations,
    EVENTS_QUEUE_URL: queueUrl,
    EVENTS_DLQ_URL: queueUrl.replace(QUEUE_NAMES.events, QUEUE_NAMES.deadLetters),
  },
  timeoutMs: 60_000,
  capture: () => undefined,
});
startQueuePoller({
  client: new SQSClient(localClient(sqsEndpoint)),
  queueUrl,
  queueArn: queueArn(QUEUE_NAMES.events),
  invoke: async (event) => {
    const answer = await host.invoke(event);
    process.stdout.write('recorded\n');
    return answer;
  },
  batchSize: 10,
  fullAtBytes: 250_000,
  batchingWindowMs: 20,
  visibilityTimeoutSeconds: 120,
  pollers: 2,
  report: () => undefined,
});
process.stdout.write('ready\n');
