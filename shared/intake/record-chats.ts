/**
 * Messages become ledger items. Writes no counts; every write is to its own item, so nothing contends.
 *
 * A message is done when every chat that it speaks of is in the ledger, and what it holds of unreadable events about
 * chats is in the dead-letter queue. Evidence is written beside it, and what a later message repeats never keeps a
 * message back: counts must not wait for it. What none repeats does: a refusal, a count of refused events, an
 * installation, its end.
 *
 * It ends before its time does: messages complete in order, those that came most often first, and what is left comes
 * again when its turn comes (postponement.ts).
 */

import pMap from 'p-map';
import { type Deadline, UNHURRIED } from '../core/deadline.ts';
import type { Receipt } from '../counting/chat.ts';
import { refKey } from '../counting/chat-ledger.port.ts';
import { joinKnownChats, type KnownChat, knownChatOf } from '../counting/known-chat.ts';
import type { SeenChat, WriteChats, WriteOutcome } from '../counting/write-chats.ts';
import { isEnd } from './event.ts';
import type { Delivery, EventQueue, RejectionReason } from './event-queue.port.ts';
import type { NoteGroups } from './note-groups.ts';
import { postponements } from './postponement.ts';
import { type EventsMessage, parseQueueMessage, type QueueMessage } from './queue-message.ts';

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

export type RecordChats = (deliveries: readonly Delivery[], deadline?: Deadline) => Promise<Recording>;

/** The ids of the integrations whose evidence could not be written in time. Never rejects. */
export type NoteEvidence = (messages: readonly QueueMessage[], deadline?: Deadline) => Promise<ReadonlySet<string>>;

type Ports = {
  readonly writeChats: WriteChats;
  readonly noteEvidence: NoteEvidence;
  readonly noteGroups: NoteGroups;
  readonly queue: EventQueue;
  readonly onError: (error: unknown) => void;
};

const CONCURRENT_QUEUE_CALLS = 8;

export const createRecordChats = ({ writeChats, noteEvidence, noteGroups, queue, onError }: Ports): RecordChats => {
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

  const postponeAll = (seconds: ReadonlyMap<Delivery, number>) =>
    pMap(seconds, ([delivery, delay]) => attempt(queue.postpone(delivery, delay)), {
      concurrency: CONCURRENT_QUEUE_CALLS,
    });

  return async (deliveries, deadline = UNHURRIED) => {
    const { good, bad, unreadable, skipped } = parseAll(mostReceivedFirst(deliveries));
    const seen = joinPerChat(good);
    const messages = good.map(({ message }) => message);
    const [outcomes, unnoted, unrejected] = await Promise.all([
      writeChats(
        seen.map(({ chat }) => chat),
        deadline,
      ),
      noteEvidence(messages, deadline),
      sendLetters(bad),
      noteGroups(messages, deadline),
    ]);
    const isWritten = (outcome: WriteOutcome | undefined) => WRITTEN.some((one) => one === outcome);
    const unwritten = seen.flatMap(({ chat, from }) => (isWritten(outcomes.get(chat)) ? [] : [...from]));
    const unnotedForGood = good.flatMap(({ delivery, message }) =>
      isToldOnce(message) && unnoted.has(message.integrationId) ? [delivery] : [],
    );
    const waiting = new Set([...unwritten, ...unnotedForGood, ...unrejected]);
    // A message that comes again brings its unreadable events along: one letter is enough.
    const due = unreadable.filter(({ delivery }) => !waiting.has(delivery));
    const unsent = await sendLetters(due);
    const failed = [...new Set([...waiting, ...unsent])];
    const stuck = new Set([
      ...seen.flatMap(({ chat, from }) => (outcomes.get(chat) === 'unavailable' ? [...from] : [])),
      ...unnotedForGood,
      ...unrejected,
      ...unsent,
    ]);
    const integrationOf = new Map(good.map(({ delivery, message }) => [delivery, message.integrationId]));
    const openChats = countPer(seen.flatMap(({ chat, from }) => (outcomes.get(chat) === 'no_time' ? [...from] : [])));
    const written = seen.flatMap(({ chat }) =>
      ['inserted', 'changed'].includes(outcomes.get(chat) ?? '') ? [chat.integrationId] : [],
    );
    const unfinished = deliveriesInOrder(good, failed).map((delivery) => ({
      delivery,
      integrationId: integrationOf.get(delivery),
      openChats: openChats.get(delivery) ?? 0,
      hasFailed: stuck.has(delivery),
    }));
    await postponeAll(postponements(unfinished, { elapsedMs: deadline.elapsedMs(), writtenChats: countPer(written) }));
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

const WRITTEN = ['inserted', 'changed', 'unchanged'] as const satisfies readonly WriteOutcome[];

/** Evidence that no later message repeats. */
const isToldOnce = (message: QueueMessage): boolean =>
  message.kind === 'refusal' ||
  message.refused !== undefined ||
  message.events.some(({ type }) => type === 'app.installed' || type === 'app.uninstalled');

/** Who has waited longest is not far from being taken for dead. */
const mostReceivedFirst = (deliveries: readonly Delivery[]): readonly Delivery[] =>
  deliveries.toSorted((a, b) => b.receiveCount - a.receiveCount);

const deliveriesInOrder = (good: readonly Good[], failed: readonly Delivery[]): readonly Delivery[] => {
  const isFailed = new Set(failed);
  const inOrder = good.flatMap(({ delivery }) => (isFailed.has(delivery) ? [delivery] : []));
  return [...new Set([...inOrder, ...failed])];
};

const countPer = <K>(keys: readonly K[]): ReadonlyMap<K, number> => {
  const counts = new Map<K, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
};

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

const receiptOf = ({ receivedAt, source }: EventsMessage): Receipt => ({
  at: receivedAt,
  ...(source.kind === 'key' && { keyId: source.keyId }),
});

const joinPerChat = (good: readonly Good[]): readonly SeenInBatch[] => {
  const seen = new Map<string, { integrationId: string; chatId: string; chat: KnownChat; from: Set<Delivery> }>();
  for (const { delivery, message } of good) {
    if (message.kind !== 'events') continue;
    const receipt = receiptOf(message);
    for (const event of message.events.filter(isEnd)) {
      const ref = { integrationId: message.integrationId, chatId: event.chat.id };
      const known = seen.get(refKey(ref));
      if (known) {
        known.chat = joinKnownChats(known.chat, knownChatOf(event, receipt));
        known.from.add(delivery);
      } else {
        seen.set(refKey(ref), { ...ref, chat: knownChatOf(event, receipt), from: new Set([delivery]) });
      }
    }
  }
  return [...seen.values()].map(({ from, ...chat }) => ({
    chat: { ...chat, isRedelivered: [...from].some(isRedelivered) },
    from,
  }));
};
