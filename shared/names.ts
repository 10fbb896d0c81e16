/**
 * Names that code, infrastructure and alarms must agree on. Imports nothing, so that every room may import it.
 */

/** The CloudWatch namespace of all metrics that this system emits; on AWS each stack has one of its own below it. */
export const METRIC_NAMESPACE = 'FreshchatContacts';

/**
 * Metrics, each emitted as an EMF log line by exactly one room. None has a per-integration dimension:
 * five metrics for 10,000 integrations would cost thousands of dollars a month.
 */
export const METRICS = {
  /** Events answered with 202. receive-events. */
  eventsAccepted: 'EventsAccepted',
  /** Events refused one by one. receive-events. */
  eventsRejected: 'EventsRejected',
  /** Requests answered 401. receive-events. */
  requestsUnauthorized: 'RequestsUnauthorized',
  /** Requests let in by a key that was verified before, because the look-up failed. receive-events. */
  staleKeyUsed: 'StaleKeyUsed',
  /** Chats written to the ledger, new or changed. record-chats. */
  chatsRecorded: 'ChatsRecorded',
  /** Messages that can never be processed, sent to the dead-letter queue with a reason. record-chats. */
  messagesRejected: 'MessagesRejected',
  /** Events that could not be read and say nothing about a chat: whoever sent them is newer. record-chats. */
  eventsSkipped: 'EventsSkipped',
  /** Stream records applied to counts. tally-contacts. */
  recordsTallied: 'RecordsTallied',
  /** Stream records sent to the repair queue. tally-contacts. */
  recordsSetAside: 'RecordsSetAside',
  /** One a run of the monitor; its absence is the alarm. watch-silence. */
  monitorHeartbeat: 'MonitorHeartbeat',
  /** What a run could not look at, write or tell. watch-silence. */
  monitorFailures: 'MonitorFailures',
  /** Integrations in trouble as each run finds them, 0 too. watch-silence. */
  silentIntegrationsCritical: 'SilentIntegrationsCritical',
  silentIntegrationsWarning: 'SilentIntegrationsWarning',
  /** Integrations of which a steady share of the events is refused. watch-silence. */
  integrationsLosingEvents: 'IntegrationsLosingEvents',
  /** 1 while so many are silent together that it is one incident of the platform. watch-silence. */
  manySilentTogether: 'ManySilentTogether',
  /** 1 while our own probe does not come through. watch-silence. */
  pipelineStalled: 'PipelineStalled',
  /** Age of the oldest probe that has not come through. watch-silence. */
  probeAgeSeconds: 'ProbeAgeSeconds',
} as const;

type MetricName = (typeof METRICS)[keyof typeof METRICS];

/** What each metric counts; CloudWatch shows it, and an alarm's threshold is in it. */
export const METRIC_UNITS: Readonly<Record<MetricName, 'Count' | 'Seconds'>> = {
  EventsAccepted: 'Count',
  EventsRejected: 'Count',
  RequestsUnauthorized: 'Count',
  StaleKeyUsed: 'Count',
  ChatsRecorded: 'Count',
  MessagesRejected: 'Count',
  EventsSkipped: 'Count',
  RecordsTallied: 'Count',
  RecordsSetAside: 'Count',
  MonitorHeartbeat: 'Count',
  MonitorFailures: 'Count',
  SilentIntegrationsCritical: 'Count',
  SilentIntegrationsWarning: 'Count',
  IntegrationsLosingEvents: 'Count',
  ManySilentTogether: 'Count',
  PipelineStalled: 'Count',
  ProbeAgeSeconds: 'Seconds',
};

/** Alarms. Each name is also the anchor of its section in docs/runbook.md. */
export const ALARMS = {
  apiServerErrors: 'api-server-errors',
  unauthorizedJump: 'unauthorized-jump',
  eventsRejected: 'events-rejected',
  staleKeyUsed: 'stale-key-used',
  eventsQueueAge: 'events-queue-age',
  eventsDlqNotEmpty: 'events-dlq-not-empty',
  tallyIteratorAge: 'tally-iterator-age',
  repairQueueNotEmpty: 'repair-queue-not-empty',
  silentIntegrationsCritical: 'silent-integrations-critical',
  silentIntegrationsWarning: 'silent-integrations-warning',
  integrationsLosingEvents: 'integrations-losing-events',
  manySilentTogether: 'many-silent-together',
  pipelineStalled: 'pipeline-stalled',
  monitorHeartbeatMissing: 'monitor-heartbeat-missing',
  monitorFailures: 'monitor-failures',
  monitorUndelivered: 'monitor-undelivered',
  dataAtRisk: 'data-at-risk',
  receiveEventsErrors: 'receive-events-errors',
  receiveEventsThrottles: 'receive-events-throttles',
  manageIntegrationsErrors: 'manage-integrations-errors',
  manageIntegrationsThrottles: 'manage-integrations-throttles',
  verifyConnectionErrors: 'verify-connection-errors',
  verifyConnectionThrottles: 'verify-connection-throttles',
  readCountsErrors: 'read-counts-errors',
  readCountsThrottles: 'read-counts-throttles',
  readOperationsErrors: 'read-operations-errors',
  readOperationsThrottles: 'read-operations-throttles',
  nameAccountErrors: 'name-account-errors',
  nameAccountThrottles: 'name-account-throttles',
  eraserUndelivered: 'eraser-undelivered',
  eraseIntegrationsErrors: 'erase-integrations-errors',
  eraseIntegrationsThrottles: 'erase-integrations-throttles',
  recordChatsErrors: 'record-chats-errors',
  recordChatsThrottles: 'record-chats-throttles',
  tallyContactsErrors: 'tally-contacts-errors',
  tallyContactsThrottles: 'tally-contacts-throttles',
  watchSilenceErrors: 'watch-silence-errors',
  watchSilenceThrottles: 'watch-silence-throttles',
} as const;

/** The claim of an access token that names the account; in the user pool an attribute that only operators write. */
export const ACCOUNT_CLAIM = 'custom:account';

/** The groups of the user pool that decide which scopes stay in an access token. */
export const ADMIN_GROUPS = {
  write: 'integrations-write',
  erase: 'integrations-erase',
  operations: 'operations-read',
} as const;
