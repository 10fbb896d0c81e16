/**
 * Spares the recorder the asking for chats that it wrote itself: a redelivered event, or a chat that is resolved again,
 * often comes to where the first one came. What is remembered may be older than what stands in the ledger, and that does
 * no harm: a chat only ever grows, so what an older state knows a newer one knows, too; and a change is written by version.
 * An erased chat that is still remembered does not come back by a repeat.
 */

import { LRUCache } from 'lru-cache';
import {
  type ChatLedger,
  FIRST_VERSION,
  type InsertOutcome,
  type LedgerEntry,
  refKey,
  type StoredChat,
} from './chat-ledger.port.ts';

/** About a kilobyte each. */
const MAX_REMEMBERED = 10_000;

export const rememberChats = (ledger: ChatLedger): ChatLedger => {
  const memory = new LRUCache<string, StoredChat>({ maxSize: MAX_REMEMBERED, sizeCalculation: () => 1 });
  const remember = (stored: StoredChat): void => void memory.set(refKey(stored), stored);

  return {
    insert: async (entries) => {
      const unknown = entries.filter((entry) => !memory.has(refKey(entry)));
      const outcomes = unknown.length === 0 ? [] : await ledger.insert(unknown);
      const told = new Map<LedgerEntry, InsertOutcome>();
      for (const [index, entry] of unknown.entries()) {
        const outcome = outcomes[index] ?? 'unavailable';
        told.set(entry, outcome);
        if (outcome === 'inserted') remember({ ...entry, version: FIRST_VERSION });
      }
      return entries.map((entry) => told.get(entry) ?? 'already_there');
    },

    read: async (refs) => {
      const known = refs.flatMap((ref) => memory.get(refKey(ref)) ?? []);
      const missing = refs.filter((ref) => !memory.has(refKey(ref)));
      return missing.length === 0 ? known : [...known, ...(await ledger.read(missing))];
    },

    update: async (entry, version) => {
      // Until the ledger has answered, nobody knows what stands there.
      memory.delete(refKey(entry));
      const outcome = await ledger.update(entry, version);
      if (outcome.kind === 'updated') remember({ ...entry, version: version + 1 });
      return outcome;
    },
  };
};
