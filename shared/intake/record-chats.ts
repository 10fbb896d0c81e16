/**
 * Messages become ledger items. Writes no counts; every write is to its own item, so nothing contends.
 *
 * A message is done when every chat that it speaks of is in the ledger, and what it holds of unreadable events about
 * chats is in the dead-letter queue. Evidence is written beside it and never keeps a message of events back: counts
 * must not wait for it. A refusal *is* its evidence, and waits.
 */

import pMap from 'p-map';
import { type Chat, chatOf, joinChat } from '../counting/chat.ts';
import { refKey } from '../counting/chat-ledger.port.ts';
import type { SeenChat, WriteChats } from '../counting/write-chats.ts';
import { isTerminal } from './event.ts';
import type { Delivery, EventQueue, RejectionReason } from './event-queue.port.ts';
import type { NoteKeyUse } from './note-key-use.ts';
import { parseQueueMessage, type QueueMessage } from './queue-message.ts';

export type Recording = {
  /** The ids of the messages that have to come again; always ids of this batch. */
  readonly failed: readonly string[];
  readonly inserted: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Letters to the dead-letter queue: whole messages, and the unreadable events of others. */
  readonly rejected: number;
  /** Unreadable events that say nothing about a chat. */
  readonly skipped: number;
};

export type RecordChats = (deliveries: readonly Delivery[]) => Promise<Recording>;

/** The ids of the integrations whose evidence could not be written. Never rejects. */
export type NoteEvidence = (messages: readonly QueueMessage[]) => Promise<ReadonlySet<string>>;

type Ports = {
  readonly writeChats: WriteChats;
  readonly noteEvidence: NoteEvidence;
  readonly noteKeyUse: NoteKeyUse;
  readonly queue: EventQueue;
  readonly onError: (error: unknown) => void;
};

const CONCURRENT_QUEUE_CALLS = 8;

export const createRecordChats = ({ writeChats, noteEvidence, noteKeyUse, queue, onError }: Ports): RecordChats => {
  /** Whether it worked; what failed comes back with the message. */
  const attempt = async (work: Promise<void>): Promise<boolean> => {
    try {
      await work;
      return true;
    } catch (error) {
      onError(error);
      return false;
    }
  };

  /** Answers the deliveries of the letters that the dead-letter queue did not take. */
  const sendLetters = async (letters: readonly Letter[]): Promise<readonly Delivery[]> => {
    const failed = await pMap(
      letters,
      async ({ delivery, reason, body }) =>
        (await attempt(queue.reject({ messageId: delivery.messageId, body }, reason))) ? [] : [delivery],
      { concurrency: CONCURRENT_QUEUE_CALLS },
    );
    return failed.flat();
  };

  const postponeAll = (failed: readonly Delivery[]) =>
    pMap(failed, (delivery) => attempt(queue.postpone(delivery, backoffSeconds(delivery.receiveCount))), {
      concurrency: CONCURRENT_QUEUE_CALLS,
    });

  return async (deliveries) => {
    const { good, bad, unreadable, skipped } = parseAll(deliveries);
    const seen = joinPerChat(good);
    const messages = good.map(({ message }) => message);
    const [outcomes, unnoted, unrejected] = await Promise.all([
      writeChats(seen.map(({ chat }) => chat)),
      noteEvidence(messages),
      sendLetters(bad),
      noteKeyUse(messages),
    ]);
    const unwritten = seen.flatMap(({ chat, from }) => (outcomes.get(chat) === 'unavailable' ? [...from] : []));
    const unnotedRefusals = good.flatMap(({ delivery, message }) =>
      message.kind === 'refusal' && unnoted.has(message.integrationId) ? [delivery] : [],
    );
    const waiting = new Set([...unwritten, ...unnotedRefusals, ...unrejected]);
    // A message that comes again brings its unreadable events along: one letter is enough.
    const due = unreadable.filter(({ delivery }) => !waiting.has(delivery));
    const unsent = await sendLetters(due);
    const failed = [...waiting, ...unsent];
    await postponeAll(failed);
    const count = (outcome: string) => [...outcomes.values()].filter((one) => one === outcome).length;
    return {
      failed: failed.map(({ messageId }) => messageId),
      inserted: count('inserted'),
      changed: count('changed'),
      unchanged: count('unchanged'),
      rejected: bad.length - unrejected.length + due.length - unsent.length,
      skipped,
    };
  };
};

const FIRST_BACKOFF_SECONDS = 30;
const LONGEST_BACKOFF_SECONDS = 900;

/** 30 s doubling to 900 s: with 20 receives, an outage of three hours sends no good message to the dead-letter queue. */
export const backoffSeconds = (receiveCount: number): number =>
  Math.min(LONGEST_BACKOFF_SECONDS, FIRST_BACKOFF_SECONDS * 2 ** Math.min(receiveCount - 1, 10));

type Good = { readonly delivery: Delivery; readonly message: QueueMessage };
/** What goes to the dead-letter queue of one delivery: all of it, or the events in it that cannot be read. */
type Letter = { readonly delivery: Delivery; readonly reason: RejectionReason; readonly body: string };

type Parsed = {
  readonly good: readonly Good[];
  readonly bad: readonly Letter[];
  readonly unreadable: readonly Letter[];
  readonly skipped: number;
};

const parseAll = (deliveries: readonly Delivery[]): Parsed => {
  const good: Good[] = [];
  const bad: Letter[] = [];
  const unreadable: Letter[] = [];
  let skipped = 0;
  for (const delivery of deliveries) {
    const parsed = parseQueueMessage(delivery.body);
    if (parsed.ok) {
      good.push({ delivery, message: parsed.message });
      const { letter: body } = parsed.unreadable;
      if (body !== undefined) unreadable.push({ delivery, reason: 'unreadable_events', body });
      skipped += parsed.unreadable.skipped;
    } else {
      bad.push({ delivery, reason: parsed.reason, body: delivery.body });
    }
  }
  return { good, bad, unreadable, skipped };
};

/** A chat as the whole batch speaks of it, and the messages that do. */
type SeenInBatch = { readonly chat: SeenChat; readonly from: ReadonlySet<Delivery> };

const isRedelivered = ({ receiveCount }: Delivery): boolean => receiveCount > 1;

const joinPerChat = (good: readonly Good[]): readonly SeenInBatch[] => {
  const seen = new Map<string, { integrationId: string; chatId: string; chat: Chat; from: Set<Delivery> }>();
  for (const { delivery, message } of good) {
    if (message.kind !== 'events') continue;
    for (const event of message.events.filter(isTerminal)) {
      const ref = { integrationId: message.integrationId, chatId: event.chat.id };
      const known = seen.get(refKey(ref));
      if (known) {
        known.chat = joinChat(known.chat, chatOf(event));
        known.from.add(delivery);
      } else {
        seen.set(refKey(ref), { ...ref, chat: chatOf(event), from: new Set([delivery]) });
      }
    }
  }
  return [...seen.values()].map(({ from, ...chat }) => ({
    chat: { ...chat, isRedelivered: [...from].some(isRedelivered) },
    from,
  }));
};
