/**
 * The queues and the event source mappings, once, as plain data: infra/ provisions them on AWS and local/ imitates
 * them. Every number is derived where it stands. Imports nothing.
 */

/** record-chats must answer within this; the visibility time-out follows from it. */
export const RECORD_CHATS_TIMEOUT_SECONDS = 30;

export const EVENTS_MAPPING = {
  batchSize: 100,
  /** A batch above 10 needs a window; one second costs a chat one second. */
  maxBatchingWindowSeconds: 1,
} as const;

const DAY_SECONDS = 24 * 60 * 60;

export const EVENTS_QUEUE = {
  /** AWS asks for six times the function's time-out and the window. */
  visibilityTimeoutSeconds: 6 * RECORD_CHATS_TIMEOUT_SECONDS + EVENTS_MAPPING.maxBatchingWindowSeconds,
  retentionSeconds: 4 * DAY_SECONDS,
  /**
   * Failed messages back off for 30 s doubling to 900 s: 20 receives span 30+60+120+240+480+15×900 s = four hours, so
   * that a store outage of three hours sends no good message to the dead-letter queue.
   */
  maxReceiveCount: 20,
} as const;

/** Expiry counts from the original enqueue time: the retention must exceed the source's. */
export const DEAD_LETTER_RETENTION_SECONDS = 14 * DAY_SECONDS;

export const LEDGER_STREAM_MAPPING = {
  batchSize: 1_000,
  maxBatchingWindowSeconds: 30,
  /** Lambda names the shard in the event only when a tumbling window is set; its state stays empty. */
  tumblingWindowSeconds: 900,
  /** Erasing never uncounts: records of removed items are filtered out. */
  eventNames: ['INSERT', 'MODIFY'],
} as const;
