/**
 * Brings chats into the ledger: put if absent, and where a chat is known, read, join and replace.
 *
 *   most chats are new ──▶ INSERT, 25 a call ──▶ inserted
 *                              └─ already there ──▶ read, 100 a call ──▶ join ──▶ unchanged
 *                                                                          └──▶ UPDATE if the version still stands
 *                                                                                 └─ overtaken ──▶ join again
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

export type SeenChat = ChatRef & { readonly chat: Chat };

export type WriteOutcome = 'inserted' | 'changed' | 'unchanged' | 'unavailable';

export type WriteOutcomes = ReadonlyMap<SeenChat, WriteOutcome>;

/** Writes different chats; every chat gets an outcome and no failure of one touches another. Never rejects. */
export type WriteChats = (chats: readonly SeenChat[]) => Promise<WriteOutcomes>;

type Ports = {
  readonly ledger: ChatLedger;
  /** Waits a random while before the given attempt, so that two writers stop meeting. */
  readonly pause: (attempt: number) => Promise<void>;
  readonly onError: (error: unknown) => void;
};

const CONCURRENT_UPDATES = 16;
/** Each meeting means that another writer got through; ten in a row on one chat is a storm, and SQS brings it back. */
const MAX_MEETINGS = 10;

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

  const merge = async (chats: readonly SeenChat[]): Promise<readonly (readonly [SeenChat, WriteOutcome])[]> => {
    try {
      const stored = new Map((await ledger.read(chats)).map((item) => [refKey(item), item]));
      return await pMap(chats, async (chat) => [chat, await settle(chat, stored.get(refKey(chat)))] as const, {
        concurrency: CONCURRENT_UPDATES,
      });
    } catch (error) {
      onError(error);
      return chats.map((chat) => [chat, 'unavailable']);
    }
  };

  /** Follows one chat until the ledger knows all that we know of it. */
  const settle = async (seen: SeenChat, stored: StoredChat | undefined): Promise<WriteOutcome> => {
    let current = stored;
    for (let meeting = 0; meeting < MAX_MEETINGS; meeting += 1) {
      if (meeting > 0) await pause(meeting);
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

  return async (chats) => {
    const inserts = await inChunks(chats, INSERT_LIMIT, insert);
    const known = inserts.flatMap(([chat, outcome]) => (outcome === 'already_there' ? [chat] : []));
    const merges = await inChunks(known, READ_LIMIT, merge);
    const written = inserts.flatMap(([chat, outcome]) =>
      outcome === 'already_there' ? [] : [[chat, outcome] as const],
    );
    return new Map<SeenChat, WriteOutcome>([...written, ...merges]);
  };
};

type InsertResult = 'inserted' | 'already_there' | 'unavailable';

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
