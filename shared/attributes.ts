/**
 * Which attributes of the tables Integrations and ApiKeys a function may touch, as plain data: infra/ fences its role with
 * them, and the adapters read and write what stands here. Imports nothing. What each means: docs/data-model.md.
 */

/** When something was last received, by kind. */
export const EVIDENCE_KINDS = [
  'acceptedAt',
  'chatEventAt',
  'heartbeatAt',
  'installedAt',
  'uninstalledAt',
  'refusedAt',
  'invalidAt',
  /** The last request of which every event was of a type that we do not know. */
  'typesUnknownAt',
] as const;

/** What stands beside the instants, belongs to one of them, and has a part in the status. */
const STATUS_DETAILS = [
  'refusal',
  'appVersion',
  'installedOccurredAt',
  'uninstalledOccurredAt',
  'refusedSince',
  'invalidSince',
  'refusedShare',
  'refusedShareVersion',
] as const;

/** What stands beside the instants and belongs to one of them. */
export const EVIDENCE_DETAILS = [...STATUS_DETAILS, 'keyUses'] as const;

/** All that the status follows from. */
export const STATUS_ATTRIBUTES = [...EVIDENCE_KINDS, ...STATUS_DETAILS] as const;

const KEY = ['integrationId', 'item'] as const;
const CLAIMS = ['completeFrom', 'claims', 'claimsVersion'] as const;
/** The names and ids of its groups, an item of their own. */
const GROUPS = ['pairs'] as const;

/** Of record-chats: keys, what is written, and what the conditions look at. */
export const RECORDER_ATTRIBUTES = [
  ...KEY,
  ...EVIDENCE_KINDS,
  ...EVIDENCE_DETAILS,
  ...CLAIMS,
  'checkAt',
  ...GROUPS,
  'notedAt',
];

/** What the reader of completeness asks of the health item and of the holes beside it. */
export const COMPLETENESS_ATTRIBUTES = ['item', ...CLAIMS, 'account', 'from', 'until', 'cause', 'recovery'];

/** What it asks of the monitor's own item. */
export const OUTAGE_ATTRIBUTES = ['ourOutages', 'stall'];

/** Of read-counts: no setting, no secret. */
export const READ_COUNTS_ATTRIBUTES = ['integrationId', ...COMPLETENESS_ATTRIBUTES, ...OUTAGE_ATTRIBUTES, ...GROUPS];

/** Of read-operations, from the item in which the monitor remembers. */
export const ON_CALL_MEMORY_ATTRIBUTES = [
  ...KEY,
  'lastRunAt',
  'ourOutages',
  'probes',
  'stall',
  'manySilent',
  'caughtUpTo',
];

/** Of read-operations, from the items of integrations: no key, no domain, nothing encrypted. */
export const ON_CALL_ATTRIBUTES = [
  ...KEY,
  'name',
  'createdAt',
  'silencePolicy',
  'pausedAt',
  'deletedAt',
  'erase',
  'incident',
  ...STATUS_ATTRIBUTES,
  'openedAt',
  'silentFrom',
  'cause',
  'severity',
  'reopenedAt',
  'recoveredAt',
  'closedAt',
  'endedBy',
  'announcedCause',
  'keyNotices',
];

/** Of watch-silence, from the table ApiKeys: no hash. */
export const KEY_STATE_ATTRIBUTES = ['keyId', 'createdAt', 'expiresAt', 'revokedAt'] as const;
