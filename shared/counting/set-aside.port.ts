/** The repair queue: what can never be counted waits there for a person. */

export const REPAIR_REASONS = ['unreadable_record', 'impossible_count'] as const;
export type RepairReason = (typeof REPAIR_REASONS)[number];

/** Rejects when the repair queue did not take it; then the batch comes again. */
export type SetAside = (record: {
  readonly reason: RepairReason;
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly integrationId?: string;
}) => Promise<void>;
