/**
 * Brings chats into the ledger: put if absent, and where a chat is known, read, join and replace.
 *
 *   most chats are new ──▶ INSERT, 25 a call ──▶ inserted
 *                              └─ already there ──▶ read, 100 a call ──▶ join ──▶ unchanged
 *                                                    ▲                     └──▶ UPDATE if the version still stands
 *   redelivered chats ───────────────────────────────┘                            └─ overtaken ──▶ join again
 *
 * A redelivered chat is probably there already: an INSERT that fails costs a write unit and a read afterwards, the read
 * alone a fifth of that write. A chat that the read does not find is inserted.
 */

import { isDeepStrictEqual } from 'node:util';
import pMap from 'p-map';
import { inChunks } from '../core/in-chunks.ts';
import { type Chat, joinChat } from './chat.ts';
import {
  type ChatLedger,
  type ChatRef,
  INSERT_LIMIT,
  type LedgerEntry,
  READ_LIMIT,
  refKey,
  type StoredChat,
} from './chat-ledger.port.ts';
import { contributionsOf } from './contributions.ts';

export type SeenChat = ChatRef & {
  readonly chat: Chat;
  /** Whether an earlier delivery of the same message may have written it. */
  readonly isRedelivered: boolean;
};

export type WriteOutcome = 'inserted' | 'changed' | 'unchanged' | 'unavailable';

export type WriteOutcomes = ReadonlyMap<SeenChat, WriteOutcome>;

/** Writes different chats; every chat gets an outcome and no failure of one touches another. Never rejects. */
export type WriteChats = (chats: readonly SeenChat[]) => Promise<WriteOutcomes>;

type Ports = {
  readonly ledger: ChatLedger;
  /** Waits a random while before the given attempt, so that two writers stop colliding. */
  readonly pause: (attempt: number) => Promise<void>;
  readonly onError: (error: unknown) => void;
};

const CONCURRENT_UPDATES = 16;
/** Each conflict means that another writer got through; ten in a row on one chat is heavy contention, and SQS brings it back. */
const MAX_CONFLICTS = 10;

export const createWriteChats = ({ ledger, pause, onError }: Ports): WriteChats => {
  const insert = async (chats: readonly SeenChat[]): Promise<readonly (readonly [SeenChat, InsertResult])[]> => {
    try {
      const outcomes = await ledger.insert(chats.map(toEntry));
      return chats.map((chat, index) => [chat, outcomes[index] ?? 'unavailable']);
    } catch (error) {
      onError(error);
      return chats.map((chat) => [chat, 'unavailable']);
    }
  };

  const read = async (chats: readonly SeenChat[]): Promise<readonly (readonly [SeenChat, ReadResult])[]> => {
    try {
      const stored = new Map((await ledger.read(chats)).map((item) => [refKey(item), item]));
      return chats.map((chat) => [chat, stored.get(refKey(chat)) ?? 'absent']);
    } catch (error) {
      onError(error);
      return chats.map((chat) => [chat, 'unavailable']);
    }
  };

  /** Follows one chat until the ledger knows all that we know of it. */
  const settle = async (seen: SeenChat, stored: StoredChat | undefined): Promise<WriteOutcome> => {
    let current = stored;
    for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts += 1) {
      if (conflicts > 0) await pause(conflicts);
      const step = await join(seen, current).catch(failed);
      if (step.kind === 'settled') return step.outcome;
      current = step.current;
    }
    return 'unavailable';
  };

  const join = async (seen: SeenChat, stored: StoredChat | undefined): Promise<Step> => {
    if (!stored) return insertGone(seen);
    const chat = joinChat(stored.chat, seen.chat);
    if (isDeepStrictEqual(chat, stored.chat)) return settled('unchanged');
    const update = await ledger.update(toEntry({ ...seen, chat }), stored.version);
    return update.kind === 'updated' ? settled('changed') : { kind: 'overtaken', current: update.current };
  };

  /** The item went between the INSERT that met it and now: an erasure. What we know is new again. */
  const insertGone = async (seen: SeenChat): Promise<Step> => {
    const [outcome] = await ledger.insert([toEntry(seen)]);
    if (outcome !== 'already_there') return settled(outcome ?? 'unavailable');
    const [current] = await ledger.read([seen]);
    return { kind: 'overtaken', current };
  };

  const failed = (error: unknown): Step => {
    onError(error);
    return settled('unavailable');
  };

  const settleAll = async (reads: readonly (readonly [SeenChat, ReadResult])[]) =>
    pMap(
      reads,
      async ([chat, found]): Promise<readonly [SeenChat, WriteOutcome]> => {
        if (found === 'unavailable') return [chat, found];
        return [chat, await settle(chat, found === 'absent' ? undefined : found)];
      },
      { concurrency: CONCURRENT_UPDATES },
    );

  return async (chats) => {
    const redelivered = await inChunks(
      chats.filter(({ isRedelivered }) => isRedelivered),
      READ_LIMIT,
      read,
    );
    const absent = redelivered.flatMap(([chat, found]) => (found === 'absent' ? [chat] : []));
    const unread = chats.filter(({ isRedelivered }) => !isRedelivered);
    const inserts = await inChunks([...unread, ...absent], INSERT_LIMIT, insert);
    const known = inserts.flatMap(([chat, outcome]) => (outcome === 'already_there' ? [chat] : []));
    const written = inserts.flatMap(([chat, outcome]) =>
      outcome === 'already_there' ? [] : [[chat, outcome] as const],
    );
    const found = redelivered.filter(([, stored]) => stored !== 'absent');
    const settled = await settleAll([...found, ...(await inChunks(known, READ_LIMIT, read))]);
    return new Map<SeenChat, WriteOutcome>([...written, ...settled]);
  };
};

type InsertResult = 'inserted' | 'already_there' | 'unavailable';
type ReadResult = StoredChat | 'absent' | 'unavailable';

type Step =
  | { readonly kind: 'settled'; readonly outcome: WriteOutcome }
  | { readonly kind: 'overtaken'; readonly current: StoredChat | undefined };

const settled = (outcome: WriteOutcome): Step => ({ kind: 'settled', outcome });

const toEntry = ({ integrationId, chatId, chat }: SeenChat): LedgerEntry => ({
  integrationId,
  chatId,
  chat,
  contributions: contributionsOf(chat),
});
