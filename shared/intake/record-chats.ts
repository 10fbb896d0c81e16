/**
 * The second room: messages become ledger items. Writes no counts; every write is to its own item, so nothing contends.
 *
 * A message is done when every chat that it speaks of is in the ledger. Evidence is written beside it and never keeps
 * a message of events back: counts must not wait for it. A refusal *is* its evidence, and waits.
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
  readonly rejected: number;
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

  const rejectAll = async (bad: readonly Bad[]): Promise<readonly Delivery[]> => {
    const failed = await pMap(
      bad,
      async ({ delivery, reason }) => ((await attempt(queue.reject(delivery, reason))) ? [] : [delivery]),
      { concurrency: CONCURRENT_QUEUE_CALLS },
    );
    return failed.flat();
  };

  const postponeAll = (failed: readonly Delivery[]) =>
    pMap(failed, (delivery) => attempt(queue.postpone(delivery, backoffSeconds(delivery.receiveCount))), {
      concurrency: CONCURRENT_QUEUE_CALLS,
    });

  return async (deliveries) => {
    const { good, bad } = parseAll(deliveries);
    const seen = joinPerChat(good);
    const messages = good.map(({ message }) => message);
    const [outcomes, unnoted, unrejected] = await Promise.all([
      writeChats(seen.map(({ chat }) => chat)),
      noteEvidence(messages),
      rejectAll(bad),
      noteKeyUse(messages),
    ]);
    const unwritten = seen.flatMap(({ chat, from }) => (outcomes.get(chat) === 'unavailable' ? [...from] : []));
    const unnotedRefusals = good.flatMap(({ delivery, message }) =>
      message.kind === 'refusal' && unnoted.has(message.integrationId) ? [delivery] : [],
    );
    const failed = [...new Set([...unwritten, ...unnotedRefusals, ...unrejected])];
    await postponeAll(failed);
    const count = (outcome: string) => [...outcomes.values()].filter((one) => one === outcome).length;
    return {
      failed: failed.map(({ messageId }) => messageId),
      inserted: count('inserted'),
      changed: count('changed'),
      unchanged: count('unchanged'),
      rejected: bad.length - unrejected.length,
    };
  };
};

const FIRST_BACKOFF_SECONDS = 30;
const LONGEST_BACKOFF_SECONDS = 900;

/** 30 s doubling to 900 s: with 20 receives, an outage of three hours sends no good message to the dead-letter queue. */
export const backoffSeconds = (receiveCount: number): number =>
  Math.min(LONGEST_BACKOFF_SECONDS, FIRST_BACKOFF_SECONDS * 2 ** Math.min(receiveCount - 1, 10));

type Good = { readonly delivery: Delivery; readonly message: QueueMessage };
type Bad = { readonly delivery: Delivery; readonly reason: RejectionReason };

const parseAll = (
  deliveries: readonly Delivery[],
): { readonly good: readonly Good[]; readonly bad: readonly Bad[] } => {
  const good: Good[] = [];
  const bad: Bad[] = [];
  for (const delivery of deliveries) {
    const parsed = parseQueueMessage(delivery.body);
    if (parsed.ok) good.push({ delivery, message: parsed.message });
    else bad.push({ delivery, reason: parsed.reason });
  }
  return { good, bad };
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
