import middy from '@middy/core';
import { createWriteKeyUse } from '../../shared/adapters/dynamo/api-key-store.ts';
import { createChatLedger } from '../../shared/adapters/dynamo/chat-ledger.ts';
import { createDynamoClient } from '../../shared/adapters/dynamo/client.ts';
import { createIntegrationHealth } from '../../shared/adapters/dynamo/integration-health.ts';
import { randomPause } from '../../shared/adapters/random-pause.ts';
import { createQueueClient } from '../../shared/adapters/sqs/client.ts';
import { createEventQueue } from '../../shared/adapters/sqs/event-queue.ts';
import { systemClock } from '../../shared/adapters/system-clock.ts';
import { createNoteEvidence } from '../../shared/flows/note-evidence.ts';
import { createNoteKeyUse } from '../../shared/flows/note-key-use.ts';
import { createRecordChats } from '../../shared/flows/record-chats.ts';
import { createWriteChats } from '../../shared/flows/write-chats.ts';
import { parseEnvironment } from '../../shared/runtime/environment.ts';
import { createLog, writeToStandardOutput } from '../../shared/runtime/log.ts';
import { logFailures } from '../../shared/runtime/log-failures.ts';
import { environmentSchema } from './env.ts';
import { createHandler } from './handler.ts';

const environment = parseEnvironment(environmentSchema, process.env);
const log = createLog({
  functionName: 'record-chats',
  metricNamespace: process.env['METRIC_NAMESPACE'],
  write: writeToStandardOutput,
  clock: systemClock,
});
const onError = log.error;
const client = createDynamoClient();

const ledger = createChatLedger({ client, table: environment.CHATS_TABLE, pause: randomPause });
const health = createIntegrationHealth({ client, table: environment.INTEGRATIONS_TABLE });
const writeKeyUse = createWriteKeyUse({ client, table: environment.API_KEYS_TABLE });
const recordChats = createRecordChats({
  writeChats: createWriteChats({ ledger, pause: randomPause, onError }),
  noteEvidence: createNoteEvidence({ health, onError }),
  noteKeyUse: createNoteKeyUse({ writeKeyUse, onError }),
  queue: createEventQueue({
    client: createQueueClient(),
    queueUrl: environment.EVENTS_QUEUE_URL,
    deadLetterQueueUrl: environment.EVENTS_DLQ_URL,
  }),
  onError,
});

export const handler = middy(createHandler({ recordChats, log })).use(logFailures(log));
