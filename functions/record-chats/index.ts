import { setTimeout } from 'node:timers/promises';
import { createStartDeadline } from '../../shared/core/deadline.ts';
import { createDynamoClient } from '../../shared/core/dynamo/dynamo-client.ts';
import { prepareFunction } from '../../shared/core/lambda/function.ts';
import { randomPause } from '../../shared/core/random-pause.ts';
import { createQueueClient } from '../../shared/core/sqs/sqs-client.ts';
import { systemClock } from '../../shared/core/system-clock.ts';
import { createChatLedger } from '../../shared/counting/chat-ledger.dynamo.ts';
import { createGroupNames } from '../../shared/counting/group-names.dynamo.ts';
import { createWriteChats } from '../../shared/counting/write-chats.ts';
import { createEventQueue } from '../../shared/intake/event-queue.sqs.ts';
import { createNoteGroups } from '../../shared/intake/note-groups.ts';
import { createRecordChats } from '../../shared/intake/record-chats.ts';
import { createIntegrationHealth } from '../../shared/silence/integration-health.dynamo.ts';
import { createFindCaughtUpTo } from '../../shared/silence/monitor-memory.dynamo.ts';
import { createNoteEvidence } from '../../shared/silence/note-evidence.ts';
import { environmentSchema } from './env.ts';
import { createHandler } from './handler.ts';

const { environment, log, toHandler } = prepareFunction('record-chats', environmentSchema, process.env);
const onError = log.error;
const client = createDynamoClient();

const ledger = createChatLedger({ client, table: environment.CHATS_TABLE, pause: randomPause });
const health = createIntegrationHealth({ client, table: environment.INTEGRATIONS_TABLE, pause: randomPause });
const findCaughtUpTo = createFindCaughtUpTo({ client, table: environment.INTEGRATIONS_TABLE, clock: systemClock });
const groupNames = createGroupNames({ client, table: environment.INTEGRATIONS_TABLE, pause: randomPause });
const recordChats = createRecordChats({
  writeChats: createWriteChats({ ledger, pause: randomPause, onError }),
  noteEvidence: createNoteEvidence({ health, findCaughtUpTo, onError }),
  noteGroups: createNoteGroups({ groupNames, onError }),
  queue: createEventQueue({
    client: createQueueClient(),
    queueUrl: environment.EVENTS_QUEUE_URL,
    deadLetterQueueUrl: environment.EVENTS_DLQ_URL,
  }),
  onError,
});
// A timer that nobody waits for any more keeps no process alive.
const wait = (ms: number) => setTimeout(ms, undefined, { ref: false });
const startDeadline = createStartDeadline({ clock: systemClock, wait });

export const handler = toHandler(createHandler({ recordChats, startDeadline, log }));
