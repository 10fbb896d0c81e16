/** This project: its real handlers and adapters, put together as functions/*\/index.ts do. */

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import middy from '@middy/core';
import { createHandler as createRecordHandler } from '../functions/record-chats/handler.ts';
import { createHandler as createTallyHandler } from '../functions/tally-contacts/handler.ts';
import { createWriteKeyUse } from '../shared/adapters/dynamo/api-key-store.ts';
import { createChatLedger } from '../shared/adapters/dynamo/chat-ledger.ts';
import { createCountStore } from '../shared/adapters/dynamo/contact-counts.ts';
import { createIntegrationHealth } from '../shared/adapters/dynamo/integration-health.ts';
import { createMonitorMemory } from '../shared/adapters/dynamo/monitor-memory.ts';
import { createFindNewestProbe } from '../shared/adapters/dynamo/newest-probe.ts';
import { createWatchStore } from '../shared/adapters/dynamo/watch-store.ts';
import { randomPause } from '../shared/adapters/random-pause.ts';
import { systemClock } from '../shared/adapters/system-clock.ts';
import type { Clock } from '../shared/flows/clock.ts';
import { createNoteEvidence } from '../shared/flows/note-evidence.ts';
import { createNoteKeyUse } from '../shared/flows/note-key-use.ts';
import type { EventQueue } from '../shared/flows/record-chats.ts';
import { createRecordChats } from '../shared/flows/record-chats.ts';
import { createTallyContacts } from '../shared/flows/tally-contacts.ts';
import type { SendProbe } from '../shared/flows/watch/watch-ports.ts';
import { createWatchSilence, type WatchSilence } from '../shared/flows/watch/watch-silence.ts';
import { createWriteChats } from '../shared/flows/write-chats.ts';
import { createLog } from '../shared/runtime/log.ts';
import { logFailures } from '../shared/runtime/log-failures.ts';
import type { TableName } from '../shared/tables.ts';

export type TableNames = Readonly<Record<TableName, string>>;

type Deps = { readonly client: DynamoDBClient; readonly tables: TableNames };

/** The lines are made, and go nowhere. */
const createSilentLog = (functionName: string) =>
  createLog({ functionName, write: () => undefined, clock: systemClock });

/** Only failed messages and poison reach it; the benchmark redelivers the former by itself. */
const noQueue: EventQueue = { reject: async () => undefined, postpone: async () => undefined };

const noReport = (): void => undefined;

export const createRecordChatsHandler = ({ client, tables }: Deps) => {
  const log = createSilentLog('record-chats');
  const ledger = createChatLedger({ client, table: tables.Chats, pause: randomPause });
  const health = createIntegrationHealth({ client, table: tables.Integrations });
  const writeKeyUse = createWriteKeyUse({ client, table: tables.ApiKeys });
  const recordChats = createRecordChats({
    writeChats: createWriteChats({ ledger, pause: randomPause, onError: noReport }),
    noteEvidence: createNoteEvidence({ health, onError: noReport }),
    noteKeyUse: createNoteKeyUse({ writeKeyUse, onError: noReport }),
    queue: noQueue,
    onError: noReport,
  });
  return middy(createRecordHandler({ recordChats, log })).use(logFailures(log));
};

export const createTallyContactsHandler = ({ client, tables }: Deps) => {
  const log = createSilentLog('tally-contacts');
  const counts = createCountStore({ client, table: tables.ContactCounts, pause: randomPause, clock: systemClock });
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
    publish: () => Promise.reject(new Error('Notices')),
    clock,
    onError: noReport,
  });
