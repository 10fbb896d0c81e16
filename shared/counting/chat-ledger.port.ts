/** The port to the ledger: one item per chat, with its stored contributions. */

import type { Contribution } from './contributions.ts';
import type { KnownChat } from './known-chat.ts';

export type ChatRef = { readonly integrationId: string; readonly chatId: string };

/** What is written: the chat and its contributions, together. */
export type LedgerEntry = ChatRef & { readonly chat: KnownChat; readonly contributions: readonly Contribution[] };

export type StoredChat = LedgerEntry & {
  /** Counts the writes of this item; the condition of the next one. */
  readonly version: number;
};

export type InsertOutcome =
  | 'inserted'
  | 'already_there'
  /** Not now: the partition is busy, or nobody knows whether it happened. */
  | 'unavailable';

/** An item that is no chat of this version. Nothing is written over it; its messages come again until somebody mends it. */
export type UnreadableChat = ChatRef & { readonly problem: Error };

export type FoundChat = StoredChat | UnreadableChat | BusyChat;

/** Its partition did not answer for it. */
export type BusyChat = ChatRef & { readonly problem: 'busy' };

export const isStored = (found: FoundChat): found is StoredChat => !('problem' in found);

export type UpdateOutcome =
  | { readonly kind: 'updated' }
  /** Another writer was faster; `current` is what stands there now, `undefined` when the item is gone. */
  | { readonly kind: 'overtaken'; readonly current: StoredChat | UnreadableChat | undefined };

/** Rejections mean that the store did not answer; whatever was asked may or may not have happened. */
export type ChatLedger = {
  /** At most {@link INSERT_LIMIT} different chats, in one call; outcomes in their order. */
  readonly insert: (entries: readonly LedgerEntry[]) => Promise<readonly InsertOutcome[]>;
  /** At most {@link READ_LIMIT} different chats, in any order; those that are not there are left out. */
  readonly read: (refs: readonly ChatRef[]) => Promise<readonly FoundChat[]>;
  /** Replaces an item that still has the version that was read. */
  readonly update: (entry: LedgerEntry, version: number) => Promise<UpdateOutcome>;
};

/** What an inserted chat has. */
export const FIRST_VERSION = 1;

/** Statements of one BatchExecuteStatement. */
export const INSERT_LIMIT = 25;
/** Keys of one BatchGetItem. */
export const READ_LIMIT = 100;

/** A text that names the chat among all chats; neither part may hold the separator, for names hold no controls (docs/counting-rules.md, rule 8). */
export const refKey = ({ integrationId, chatId }: ChatRef): string => `${integrationId}\n${chatId}`;
