/** The ledger in memory, with the same conditions as the table: put if absent, replace by version, the old item on failure. */

import {
  type ChatLedger,
  type ChatRef,
  INSERT_LIMIT,
  type InsertOutcome,
  type LedgerEntry,
  READ_LIMIT,
  refKey,
  type StoredChat,
} from '../../../shared/counting/chat-ledger.port.ts';
import { createOutage, type Outage } from './outage.ts';

/** One write of one item, as the table's stream would show it. */
export type LedgerWrite = { readonly before: StoredChat | undefined; readonly after: StoredChat };

export type FakeChatLedger = ChatLedger & {
  readonly items: () => readonly StoredChat[];
  readonly writes: readonly LedgerWrite[];
  readonly calls: readonly string[];
  readonly erase: (ref: ChatRef) => void;
  readonly insertOutage: Outage;
  readonly readOutage: Outage;
  readonly updateOutage: Outage;
  /** Runs once before the next update, as another worker would. */
  readonly beforeUpdate: (work: () => void | Promise<void>) => void;
  /** Answers `unavailable` for these chats, as a throttled partition does for single statements. */
  readonly throttle: (...chatIds: readonly string[]) => void;
};

/** The table refuses a call that names one key twice. */
class RepeatedKeyError extends Error {
  override readonly name = 'RepeatedKeyError';
}

export const createFakeChatLedger = (): FakeChatLedger => {
  const stored = new Map<string, StoredChat>();
  const writes: LedgerWrite[] = [];
  const calls: string[] = [];
  const throttled = new Set<string>();
  const interruptions: (() => void | Promise<void>)[] = [];
  const [insertOutage, readOutage, updateOutage] = [createOutage(), createOutage(), createOutage()];

  const put = (entry: LedgerEntry, version: number): void => {
    const before = stored.get(refKey(entry));
    const after = { ...structuredClone(entry), version };
    stored.set(refKey(entry), after);
    writes.push({ before, after });
  };

  const insertOne = (entry: LedgerEntry): InsertOutcome => {
    if (throttled.has(entry.chatId)) return 'unavailable';
    if (stored.has(refKey(entry))) return 'already_there';
    put(entry, 1);
    return 'inserted';
  };

  return {
    items: () => [...stored.values()],
    writes,
    calls,
    erase: (ref) => {
      stored.delete(refKey(ref));
    },
    insertOutage,
    readOutage,
    updateOutage,
    beforeUpdate: (work) => {
      interruptions.push(work);
    },
    throttle: (...chatIds) => {
      throttled.clear();
      for (const chatId of chatIds) throttled.add(chatId);
    },
    insert: async (entries) => {
      calls.push(`insert ${entries.length}`);
      refuseRepeated(entries, INSERT_LIMIT);
      return insertOutage.during(() => entries.map(insertOne));
    },
    read: async (refs) => {
      calls.push(`read ${refs.length}`);
      refuseRepeated(refs, READ_LIMIT);
      return readOutage.during(() => refs.flatMap((ref) => structuredClone(stored.get(refKey(ref))) ?? []));
    },
    update: async ({ integrationId, chatId, chat, contributions }, version) => {
      calls.push('update');
      await interruptions.shift()?.();
      return updateOutage.during(() => {
        const current = stored.get(refKey({ integrationId, chatId }));
        if (current?.version !== version) return { kind: 'overtaken', current: structuredClone(current) };
        put({ integrationId, chatId, chat, contributions }, version + 1);
        return { kind: 'updated' };
      });
    },
  };
};

const refuseRepeated = (refs: readonly ChatRef[], limit: number): void => {
  if (refs.length === 0 || refs.length > limit) throw new RangeError(`${refs.length} keys in one call`);
  if (new Set(refs.map(refKey)).size < refs.length) throw new RepeatedKeyError();
};
