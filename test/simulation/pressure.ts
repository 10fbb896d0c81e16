/** A backlog of one integration against a partition that takes so many writes a second, shared by all recorders. */

import { createHandler } from '../../functions/record-chats/handler.ts';
import { createStartDeadline } from '../../shared/core/deadline.ts';
import {
  type ChatLedger,
  type InsertOutcome,
  refKey,
  type StoredChat,
} from '../../shared/counting/chat-ledger.port.ts';
import { createWriteChats } from '../../shared/counting/write-chats.ts';
import { toBody } from '../../shared/intake/queue-message.ts';
import { createRecordChats } from '../../shared/intake/record-chats.ts';
import { EVENTS_MAPPING, EVENTS_QUEUE, RECORD_CHATS_TIMEOUT_SECONDS } from '../../shared/queues.ts';
import { createRandom } from './random.ts';
import { createScheduler } from './scheduler.ts';
import { START } from './world.ts';

export type Backlog = {
  readonly messages: number;
  readonly chatsPerMessage: number;
  readonly writesPerSecond: number;
  readonly recorders: number;
  readonly seed: number;
  /** The store gives no answer in this stretch of seconds, neither to writes nor to evidence. */
  readonly hangs?: { readonly fromSecond: number; readonly toSecond: number; readonly what: 'all' | 'evidence' };
  /** A recorder that knows no deadline: the wrong twin. */
  readonly isPatient?: boolean;
};

export type Drained = {
  readonly seconds: number;
  readonly dead: number;
  readonly killed: number;
  readonly writeUnits: number;
  readonly chats: number;
  readonly mostReceives: number;
};

type Entry = { readonly id: string; readonly body: string; visibleAt: number; receiveCount: number };

const SECOND_MS = 1_000;
/** Three attempts of the client, of three seconds each. */
const CLIENT_GIVES_UP_MS = 9_500;
const DAY_MS = 86_400_000;

class HangingError extends Error {
  override readonly name = 'TimeoutError';
}
const HANGING = new HangingError();

export const drain = async (backlog: Backlog): Promise<Drained> => {
  const { messages, chatsPerMessage, writesPerSecond, recorders, seed, hangs, isPatient = true } = backlog;
  const random = createRandom(seed);
  const scheduler = createScheduler(random, START);
  const { now, sleep } = scheduler;
  const isHanging = (what: 'all' | 'evidence') => {
    const second = (now() - START) / SECOND_MS;
    if (!hangs || (hangs.what === 'evidence' && what === 'all')) return false;
    return hangs.fromSecond <= second && second < hangs.toSecond;
  };
  const answering = async <T>(what: 'all' | 'evidence', apply: () => T): Promise<T> => {
    if (isHanging(what)) {
      await sleep(CLIENT_GIVES_UP_MS);
      throw HANGING;
    }
    await sleep(random.int(4, 20));
    return apply();
  };

  const items = new Map<string, StoredChat>();
  const bucket = { tokens: writesPerSecond, filledAt: START, writeUnits: 0 };
  const takesOne = (): boolean => {
    const filled = bucket.tokens + ((now() - bucket.filledAt) / SECOND_MS) * writesPerSecond;
    bucket.tokens = Math.min(writesPerSecond, filled);
    bucket.filledAt = now();
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    bucket.writeUnits += 1;
    return true;
  };
  const ledger: ChatLedger = {
    insert: (entries) =>
      answering('all', () =>
        entries.map((entry): InsertOutcome => {
          if (!takesOne()) return 'unavailable';
          if (items.has(refKey(entry))) return 'already_there';
          items.set(refKey(entry), { ...entry, version: 1 });
          return 'inserted';
        }),
      ),
    read: (refs) => answering('all', () => refs.flatMap((ref) => items.get(refKey(ref)) ?? [])),
    update: () => answering('all', () => ({ kind: 'updated' })),
  };

  const queue = Array.from(
    { length: messages },
    (_, number): Entry => ({
      id: `message-${number}`,
      body: bodyOf(number, chatsPerMessage),
      visibleAt: START,
      receiveCount: 0,
    }),
  );
  const left = new Map(queue.map((entry) => [entry.id, entry]));
  let [dead, killed, mostReceives] = [0, 0, 0];

  const receive = (): readonly Entry[] => {
    const batch: Entry[] = [];
    for (const entry of left.values()) {
      if (batch.length === EVENTS_MAPPING.batchSize) break;
      if (entry.visibleAt > now()) continue;
      if (entry.receiveCount === EVENTS_QUEUE.maxReceiveCount) {
        left.delete(entry.id);
        dead += 1;
        continue;
      }
      entry.receiveCount += 1;
      mostReceives = Math.max(mostReceives, entry.receiveCount);
      entry.visibleAt = now() + EVENTS_QUEUE.visibilityTimeoutSeconds * SECOND_MS;
      batch.push(entry);
    }
    return batch;
  };

  const recorder = async (): Promise<void> => {
    const pause = (attempt: number) => sleep(random.next() * Math.min(1_000, 20 * 2 ** (attempt - 1)));
    const onError = () => undefined;
    const handler = createHandler({
      log: { outcome: () => undefined, error: () => undefined },
      startDeadline: isPatient
        ? createStartDeadline({ clock: now, wait: sleep })
        : () => ({ hasTime: () => true, elapsedMs: () => 0, expiry: new Promise(() => undefined) }),
      recordChats: createRecordChats({
        writeChats: createWriteChats({ ledger, pause, onError }),
        noteEvidence: () => answering('evidence', () => new Set<string>()).catch(() => new Set(['acc.one'])),
        noteGroups: async () => undefined,
        queue: {
          reject: async () => undefined,
          postpone: async ({ messageId }, seconds) => {
            const entry = left.get(messageId);
            if (entry) entry.visibleAt = now() + seconds * SECOND_MS;
          },
        },
        onError,
      }),
    });
    while (left.size > 0) {
      const batch = receive();
      if (batch.length === 0) {
        await sleep(500);
        continue;
      }
      const killedAt = sleep(RECORD_CHATS_TIMEOUT_SECONDS * SECOND_MS).then(() => undefined);
      const answer = await Promise.race([handler(toEvent(batch)), killedAt]);
      if (!answer) {
        killed += 1;
        continue;
      }
      const failed = new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      for (const { id } of batch) if (!failed.has(id)) left.delete(id);
    }
  };

  let running = recorders;
  let drainedAt = START;
  for (let number = 0; number < recorders; number += 1) {
    void recorder().then(() => {
      running -= 1;
      drainedAt = now();
    });
  }
  await scheduler.run(() => running === 0 || now() > START + DAY_MS, 5_000_000);
  return {
    seconds: (drainedAt - START) / SECOND_MS,
    dead,
    killed,
    writeUnits: bucket.writeUnits,
    chats: items.size,
    mostReceives,
  };
};

const bodyOf = (number: number, chats: number): string =>
  toBody({
    v: 2,
    kind: 'events',
    integrationId: 'acc.one',
    source: { kind: 'key', keyId: 'k' },
    receivedAt: START,
    events: Array.from({ length: chats }, (_, chat) => ({
      id: `e-${number}-${chat}`,
      type: 'chat.resolved' as const,
      occurredAt: START - number * 1_000 - chat,
      chat: { id: `c-${number}-${chat}` },
    })),
  });

const toEvent = (batch: readonly Entry[]): unknown => ({
  Records: batch.map(({ id, body, receiveCount }) => ({
    messageId: id,
    receiptHandle: id,
    body,
    attributes: { ApproximateReceiveCount: String(receiveCount) },
  })),
});
