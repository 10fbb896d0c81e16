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
 *
 * All in the order in which the chats are given, so that whole messages complete first. A partition that is throttled is
 * tried again as long as there is time: see patient-inserts.ts.
 */

import { isDeepStrictEqual } from 'node:util';
import pMap from 'p-map';
import { type Deadline, UNHURRIED } from '../core/deadline.ts';
import { inChunks } from '../core/in-chunks.ts';
import {
  type ChatLedger,
  type ChatRef,
  type FoundChat,
  isStored,
  type LedgerEntry,
  READ_LIMIT,
  refKey,
  type StoredChat,
  type UnreadableChat,
} from './chat-ledger.port.ts';
import { contributionsOf } from './contributions.ts';
import { countedChat, joinKnownChats, type KnownChat } from './known-chat.ts';
import { insertPatiently } from './patient-inserts.ts';

export type SeenChat = ChatRef & {
  readonly chat: KnownChat;
  /** Whether an earlier delivery of the same message may have written it. */
  readonly isRedelivered: boolean;
};

export type WriteOutcome =
  | 'inserted'
  | 'changed'
  | 'unchanged'
  /** The store did not answer, or holds something that cannot be read. */
  | 'unavailable'
  /** The store was too busy for it, or there was no time left. */
  | 'no_time';

export type WriteOutcomes = ReadonlyMap<SeenChat, WriteOutcome>;

/** Writes different chats; every chat gets an outcome and no failure of one touches another. Never rejects. */
export type WriteChats = (chats: readonly SeenChat[], deadline?: Deadline) => Promise<WriteOutcomes>;

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
  const failed = (error: unknown): 'unavailable' => {
    onError(error);
    return 'unavailable';
  };

  const read = async (chats: readonly SeenChat[], { hasTime }: Deadline): Promise<readonly Read[]> => {
    if (!hasTime()) return chats.map((chat) => [chat, 'no_time']);
    try {
      const found = new Map((await ledger.read(chats)).map((one) => [refKey(one), one]));
      return chats.map((chat) => [chat, toResult(found.get(refKey(chat)))]);
    } catch (error) {
      return chats.map((chat) => [chat, failed(error)]);
    }
  };

  /** Follows one chat until the ledger knows all that we know of it. */
  const settle = async (seen: SeenChat, found: ReadResult, { hasTime }: Deadline): Promise<WriteOutcome> => {
    let current = found;
    for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts += 1) {
      if (current === 'unavailable' || current === 'no_time') return current;
      if (typeof current === 'object' && 'problem' in current) return failed(current.problem);
      if (!hasTime()) return 'no_time';
      if (conflicts > 0) await pause(conflicts);
      const step = await (current === 'absent' ? insertGone(seen) : join(seen, current)).catch(failedStep);
      if (step.kind === 'settled') return step.outcome;
      current = step.current;
    }
    return 'unavailable';
  };

  const join = async (seen: SeenChat, stored: StoredChat): Promise<Step> => {
    const chat = joinKnownChats(stored.chat, seen.chat);
    if (isDeepStrictEqual(chat, stored.chat)) return settled('unchanged');
    const update = await ledger.update(toEntry({ ...seen, chat }), stored.version);
    return update.kind === 'updated' ? settled('changed') : { kind: 'overtaken', current: update.current ?? 'absent' };
  };

  /** The item went between the INSERT that met it and now: an erasure. What we know is new again. */
  const insertGone = async (seen: SeenChat): Promise<Step> => {
    const [outcome] = await ledger.insert([toEntry(seen)]);
    if (outcome === 'inserted') return settled('inserted');
    if (outcome !== 'already_there') return { kind: 'overtaken', current: 'absent' };
    const [found] = await ledger.read([seen]);
    return { kind: 'overtaken', current: toResult(found) };
  };

  const failedStep = (error: unknown): Step => settled(failed(error));

  const writeAll = async (chats: readonly SeenChat[], deadline: Deadline, tell: Tell): Promise<void> => {
    const settleAll = (reads: readonly Read[]) =>
      pMap(reads, async ([chat, found]) => tell(chat, await settle(chat, found, deadline)), {
        concurrency: CONCURRENT_UPDATES,
      });
    const readAll = (some: readonly SeenChat[]) => inChunks(some, READ_LIMIT, (chunk) => read(chunk, deadline));

    const redelivered = await readAll(chats.filter(({ isRedelivered }) => isRedelivered));
    await settleAll(redelivered.filter(([, found]) => found !== 'absent'));
    const isFound = new Set(redelivered.flatMap(([chat, found]) => (found === 'absent' ? [] : [chat])));
    const inserts = await insertPatiently(
      { insert: (some) => ledger.insert(some.map(toEntry)), pause, onError },
      chats.filter((chat) => !isFound.has(chat)),
      deadline,
      // Told at once: whatever is unsettled at the expiry, this is.
      (chat, outcome) => (outcome === 'already_there' ? undefined : tell(chat, outcome)),
    );
    await settleAll(await readAll(inserts.flatMap(([chat, outcome]) => (outcome === 'already_there' ? [chat] : []))));
  };

  return async (chats, deadline = UNHURRIED) => {
    const outcomes = new Map<SeenChat, WriteOutcome>();
    const work = writeAll(chats, deadline, (chat, outcome) => void outcomes.set(chat, outcome));
    await Promise.race([work, deadline.expiry]);
    return new Map(chats.map((chat) => [chat, outcomes.get(chat) ?? 'unavailable']));
  };
};

type Tell = (chat: SeenChat, outcome: WriteOutcome) => void;
type ReadResult = StoredChat | UnreadableChat | 'absent' | 'unavailable' | 'no_time';
type Read = readonly [SeenChat, ReadResult];

/** A chat whose partition was too busy to tell comes again soon. */
const toResult = (found: FoundChat | undefined): ReadResult => {
  if (!found) return 'absent';
  if (isStored(found)) return found;
  const { problem } = found;
  return problem === 'busy' ? 'no_time' : { ...found, problem };
};

type Step =
  | { readonly kind: 'settled'; readonly outcome: WriteOutcome }
  | { readonly kind: 'overtaken'; readonly current: ReadResult };

const settled = (outcome: WriteOutcome): Step => ({ kind: 'settled', outcome });

const toEntry = ({ integrationId, chatId, chat }: SeenChat): LedgerEntry => ({
  integrationId,
  chatId,
  chat,
  contributions: contributionsOf(countedChat(chat)),
});
