/** This project: its real handlers and adapters, put together as functions/*\/index.ts do. */

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import middy from '@middy/core';
import { createHandler as createRecordHandler } from '../functions/record-chats/handler.ts';
import { createHandler as createTallyHandler } from '../functions/tally-contacts/handler.ts';
import type { Clock } from '../shared/core/clock.ts';
import { UNHURRIED } from '../shared/core/deadline.ts';
import { createLog } from '../shared/core/lambda/log.ts';
import { logFailures } from '../shared/core/lambda/log-failures.ts';
import { randomPause } from '../shared/core/random-pause.ts';
import { systemClock } from '../shared/core/system-clock.ts';
import { createChatLedger } from '../shared/counting/chat-ledger.dynamo.ts';
import { createCountStore } from '../shared/counting/contact-counts.dynamo.ts';
import { createGroupNames } from '../shared/counting/group-names.dynamo.ts';
import { createTallyContacts } from '../shared/counting/tally-contacts.ts';
import { createWriteChats } from '../shared/counting/write-chats.ts';
import type { EventQueue } from '../shared/intake/event-queue.port.ts';
import { createNoteGroups } from '../shared/intake/note-groups.ts';
import { createRecordChats } from '../shared/intake/record-chats.ts';
import { createIntegrationHealth } from '../shared/silence/integration-health.dynamo.ts';
import { createMonitorMemory } from '../shared/silence/monitor-memory.dynamo.ts';
import { createNoteEvidence } from '../shared/silence/note-evidence.ts';
import { createFindNewestProbe } from '../shared/silence/probe.dynamo.ts';
import type { SendProbe } from '../shared/silence/probe.port.ts';
import { createWatchSilence, type WatchSilence } from '../shared/silence/watch-silence.ts';
import { createWatchStore } from '../shared/silence/watch-store.dynamo.ts';
import type { TableName } from '../shared/tables.ts';
import { MIDNIGHT } from './day.ts';

export type TableNames = Readonly<Record<TableName, string>>;

type Deps = { readonly client: DynamoDBClient; readonly tables: TableNames };

/** The lines are made, and go nowhere. */
const createSilentLog = (functionName: string) =>
  createLog({ functionName, write: () => undefined, clock: systemClock });

/** Only failed messages and poison reach it; the benchmark redelivers the former by itself. */
const noQueue: EventQueue = { reject: async () => undefined, postpone: async () => undefined };

const noReport = (): void => undefined;

/** What one process of the recorder remembers: evidence and the names of groups. */
export const createNoters = ({ client, tables }: Deps) => {
  const deps = { client, table: tables.Integrations, pause: randomPause };
  return {
    noteEvidence: createNoteEvidence({
      health: createIntegrationHealth(deps),
      findCaughtUpTo: async () => undefined,
      onError: noReport,
    }),
    noteGroups: createNoteGroups({ groupNames: createGroupNames(deps), onError: noReport }),
  };
};

type RecorderDeps = Deps & { readonly noters?: ReturnType<typeof createNoters> };

export const createRecordChatsHandler = ({
  client,
  tables,
  noters = createNoters({ client, tables }),
}: RecorderDeps) => {
  const log = createSilentLog('record-chats');
  const ledger = createChatLedger({ client, table: tables.Chats, pause: randomPause });
  const recordChats = createRecordChats({
    writeChats: createWriteChats({ ledger, pause: randomPause, onError: noReport }),
    ...noters,
    queue: noQueue,
    onError: noReport,
  });
  return middy(createRecordHandler({ recordChats, startDeadline: () => UNHURRIED, log })).use(logFailures(log));
};

export const createTallyContactsHandler = ({ client, tables }: Deps) => {
  const log = createSilentLog('tally-contacts');
  // The day is played long after it was: by its own clock no count of it is late, as in a service, where events come
  // within minutes. A late count is a correction, and costs the write of its index.
  const counts = createCountStore({ client, table: tables.ContactCounts, pause: randomPause, clock: () => MIDNIGHT });
  const tallyContacts = createTallyContacts({
    counts,
    // Nothing in this benchmark has to be set aside.
    setAside: () => Promise.reject(new Error('Set aside')),
    pause: randomPause,
  });
  return middy(createTallyHandler({ tallyContacts, log })).use(logFailures(log));
};

type MonitorDeps = Deps & { readonly sendProbe: SendProbe; readonly clock: Clock };

/** The flow alone: what its handler adds is one line of log. */
export const createMonitor = ({ client, tables, sendProbe, clock }: MonitorDeps): WatchSilence =>
  createWatchSilence({
    store: createWatchStore({ client, table: tables.Integrations, pause: randomPause, onError: noReport }),
    memory: createMonitorMemory({ client, table: tables.Integrations }),
    sendProbe,
    findNewestProbe: createFindNewestProbe({ client, table: tables.ContactCounts }),
    // Nobody falls silent in this benchmark.
    findKeyStates: () => Promise.reject(new Error('Keys')),
    publish: () => Promise.reject(new Error('Notices')),
    measureAges: async () => ({}),
    clock,
    onError: noReport,
  });
