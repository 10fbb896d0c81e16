/** The port to the contact counts: read, and written back by version. */

import type { ContactCount, CountPlace } from './contact-count.ts';

export type StoredCount = ContactCount & {
  /** Counts the writes of this item; the condition of the next one. */
  readonly version: number;
};

/** A count in place of the one that was read. */
export type CountWrite = {
  readonly count: ContactCount;
  /** The shard whose mark moved; the others stay as they are. */
  readonly shardId: string;
  /** The version that was read; `undefined` where there was no count. */
  readonly replaces: number | undefined;
};

export type CountWriteOutcome =
  | 'written'
  /** Something else stands there than was read. */
  | 'overtaken'
  /** Not written; the store may take it a moment later. */
  | 'unavailable'
  /** The store will never take it. */
  | 'impossible';

/** Rejections mean that the store did not answer; whatever was asked may or may not have happened. */
export type CountStore = {
  /** At most {@link READ_LIMIT}, by `placeKey`; those without a count are left out, and to an `unreadable` one nothing can be added. */
  readonly read: (places: readonly CountPlace[]) => Promise<ReadonlyMap<string, StoredCount | 'unreadable'>>;
  /** At most {@link WRITE_LIMIT} different counts; each is written or not by itself. Outcomes in their order. */
  readonly write: (writes: readonly CountWrite[]) => Promise<readonly CountWriteOutcome[]>;
};

/** Keys of one BatchGetItem. */
export const READ_LIMIT = 100;
/** Statements of one BatchExecuteStatement. */
export const WRITE_LIMIT = 25;

/** The version that a written count has. */
export const versionAfter = ({ replaces = 0 }: CountWrite): number => replaces + 1;
