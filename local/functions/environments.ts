/** The functions with the environments that infra/ gives them on AWS, pointing at the engines of this machine. */

import type { EraseIntegrationsEnvironment } from '../../functions/erase-integrations/env.ts';
import type { ManageIntegrationsEnvironment } from '../../functions/manage-integrations/env.ts';
import type { ReadCountsEnvironment } from '../../functions/read-counts/env.ts';
import type { ReadOperationsEnvironment } from '../../functions/read-operations/env.ts';
import type { ReceiveEventsEnvironment } from '../../functions/receive-events/env.ts';
import type { RecordChatsEnvironment } from '../../functions/record-chats/env.ts';
import type { TallyContactsEnvironment } from '../../functions/tally-contacts/env.ts';
import type { VerifyConnectionEnvironment } from '../../functions/verify-connection/env.ts';
import type { WatchSilenceEnvironment } from '../../functions/watch-silence/env.ts';
import { MAX_INTEGRATIONS } from '../../shared/integrations/integration.ts';
import type { QueueUrls, TableNames } from '../engines/schema.ts';

type FreshchatStandIn = { readonly FRESHCHAT_STAND_IN: string };
type Sooner = { readonly ERASE_AFTER_MS?: string };

/** What only this machine has. */
export type LocalPlaces = {
  /** Where the stand-in for Freshchat listens. */
  readonly freshchatOrigin: string;
  /** `file:` URL of the key under which Freshchat keys are encrypted. */
  readonly cipherKey: string;
  readonly noticesTopicArn: string;
  readonly eraseAfterMs?: number;
};

/** The functions that run here: one more line starts one more function. */
export const functionEnvironments = (tables: TableNames, queues: QueueUrls, places: LocalPlaces) => ({
  'receive-events': {
    API_KEYS_TABLE: tables.ApiKeys,
    EVENTS_QUEUE_URL: queues.events,
  } satisfies ReceiveEventsEnvironment,
  'record-chats': {
    CHATS_TABLE: tables.Chats,
    INTEGRATIONS_TABLE: tables.Integrations,
    EVENTS_QUEUE_URL: queues.events,
    EVENTS_DLQ_URL: queues.deadLetters,
  } satisfies RecordChatsEnvironment,
  'tally-contacts': {
    CONTACT_COUNTS_TABLE: tables.ContactCounts,
    REPAIR_QUEUE_URL: queues.repair,
    RECOUNTED_UNTIL: '',
  } satisfies TallyContactsEnvironment,
  'manage-integrations': {
    INTEGRATIONS_TABLE: tables.Integrations,
    API_KEYS_TABLE: tables.ApiKeys,
    FRESHCHAT_KEYS_CIPHER: places.cipherKey,
    MAX_INTEGRATIONS: String(MAX_INTEGRATIONS),
    FRESHCHAT_STAND_IN: places.freshchatOrigin,
    ...(places.eraseAfterMs !== undefined && { ERASE_AFTER_MS: String(places.eraseAfterMs) }),
  } satisfies ManageIntegrationsEnvironment & FreshchatStandIn & Sooner,
  'verify-connection': {
    INTEGRATIONS_TABLE: tables.Integrations,
    FRESHCHAT_KEYS_CIPHER: places.cipherKey,
    FRESHCHAT_STAND_IN: places.freshchatOrigin,
  } satisfies VerifyConnectionEnvironment & FreshchatStandIn,
  'read-counts': {
    CONTACT_COUNTS_TABLE: tables.ContactCounts,
    INTEGRATIONS_TABLE: tables.Integrations,
  } satisfies ReadCountsEnvironment,
  'read-operations': {
    INTEGRATIONS_TABLE: tables.Integrations,
  } satisfies ReadOperationsEnvironment,
  'erase-integrations': {
    INTEGRATIONS_TABLE: tables.Integrations,
    CHATS_TABLE: tables.Chats,
    CONTACT_COUNTS_TABLE: tables.ContactCounts,
  } satisfies EraseIntegrationsEnvironment,
  'watch-silence': {
    INTEGRATIONS_TABLE: tables.Integrations,
    API_KEYS_TABLE: tables.ApiKeys,
    CONTACT_COUNTS_TABLE: tables.ContactCounts,
    EVENTS_QUEUE_URL: queues.events,
    TALLY_FUNCTION: 'tally-contacts',
    NOTICES_TOPIC_ARN: places.noticesTopicArn,
  } satisfies WatchSilenceEnvironment,
});

export type FunctionName = keyof ReturnType<typeof functionEnvironments>;

export const entryPointOf = (functionName: string): URL =>
  new URL(`../../functions/${functionName}/index.ts`, import.meta.url);
