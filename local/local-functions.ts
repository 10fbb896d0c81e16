/** The functions with the environments that infra/ gives them on AWS, pointing at the engines of this machine. */

import type { ReceiveEventsEnvironment } from '../functions/receive-events/env.ts';
import type { RecordChatsEnvironment } from '../functions/record-chats/env.ts';
import type { TallyContactsEnvironment } from '../functions/tally-contacts/env.ts';
import type { QueueUrls, TableNames } from './engines/schema.ts';

type Environments = {
  readonly 'receive-events': ReceiveEventsEnvironment;
  readonly 'record-chats': RecordChatsEnvironment;
  readonly 'tally-contacts': TallyContactsEnvironment;
};

export type FunctionName = keyof Environments;

export const functionEnvironments = (tables: TableNames, queues: QueueUrls): Environments => ({
  'receive-events': { API_KEYS_TABLE: tables.ApiKeys, EVENTS_QUEUE_URL: queues.events },
  'record-chats': {
    CHATS_TABLE: tables.Chats,
    INTEGRATIONS_TABLE: tables.Integrations,
    API_KEYS_TABLE: tables.ApiKeys,
    EVENTS_QUEUE_URL: queues.events,
    EVENTS_DLQ_URL: queues.deadLetters,
  },
  'tally-contacts': { CONTACT_COUNTS_TABLE: tables.ContactCounts, REPAIR_QUEUE_URL: queues.repair },
});

export const entryPointOf = (functionName: FunctionName): URL =>
  new URL(`../functions/${functionName}/index.ts`, import.meta.url);
