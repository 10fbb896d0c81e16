/** A standard SQS queue with its dead-letter queue: at least once, in any order, with receipts that go stale. */

import { DEAD_LETTER_RETENTION_SECONDS, EVENTS_QUEUE } from '../../shared/queues.ts';
import type { World } from './world.ts';

export type Message = {
  readonly messageId: string;
  readonly body: string;
  /** The POST that it carries; none for what is no message of ours. */
  readonly postId: number | undefined;
  /** Where retention counts from; moving to the dead-letter queue does not renew it. */
  readonly sentAt: number;
};

export type Received = { readonly message: Message; readonly receipt: string; readonly receiveCount: number };

export type Queue = {
  readonly send: (body: string, postId: number | undefined) => void;
  readonly receive: (max: number) => readonly Received[];
  /** Waits until something may be visible. */
  readonly arrival: () => Promise<void>;
  readonly remove: (receipt: string) => void;
  readonly postpone: (receipt: string, seconds: number) => void;
  readonly sendToDeadLetters: (body: string) => void;
  /** All dead letters come back, as new messages. */
  readonly redrive: () => void;
  readonly waiting: () => readonly Message[];
  readonly deadLetters: () => readonly Message[];
  /** Whether more befell a dead letter than an outage of its stores. */
  readonly isExcused: (message: Message) => boolean;
};

type Entry = {
  readonly message: Message;
  visibleAt: number;
  receiveCount: number;
  receivesInOutage: number;
  readonly receipts: Set<string>;
  readonly postponed: Set<string>;
};

const SECOND_MS = 1_000;

/** With pauses of 30 s doubling to 900 s, an outage of three hours takes 16 of 20 receives; so many must fail besides. */
const RECEIVES_TO_SPARE = 4;

/** A deploy that threw, a crash or a lost call cost it a pause, or what calls lost besides the outage cost the rest. */
const isExcused = ({ receiveCount, receivesInOutage, postponed }: Entry): boolean =>
  receiveCount > postponed.size || receiveCount - receivesInOutage >= RECEIVES_TO_SPARE;

export type QueueEvents = {
  /** A message leaves the queue, or its dead letters, for good. */
  readonly onLoss: (message: Message, why: string) => void;
  readonly onPostponed: (postId: number | undefined) => void;
};

export const createQueue = (world: World, { onLoss, onPostponed }: QueueEvents): Queue => {
  const { random, faults, strikes, now, tell } = world;
  let entries: Entry[] = [];
  let dead: { readonly message: Message; readonly isExcused: boolean }[] = [];
  let messages = 0;
  let receipts = 0;
  let arrival = Promise.withResolvers<void>();

  const announce = () => {
    arrival.resolve();
    arrival = Promise.withResolvers<void>();
  };

  const add = (body: string, postId: number | undefined): Message => {
    messages += 1;
    const message = { messageId: `message-${messages}`, body, postId, sentAt: now() };
    entries.push({
      message,
      visibleAt: now(),
      receiveCount: 0,
      receivesInOutage: 0,
      receipts: new Set(),
      postponed: new Set(),
    });
    announce();
    return message;
  };

  const expire = (): void => {
    const isOld = ({ sentAt }: Message, retentionSeconds: number) => now() - sentAt > retentionSeconds * SECOND_MS;
    const lost = [
      ...entries.filter(({ message }) => isOld(message, EVENTS_QUEUE.retentionSeconds)),
      ...dead.filter(({ message }) => isOld(message, DEAD_LETTER_RETENTION_SECONDS)),
    ].map(({ message }) => message);
    if (lost.length === 0) return;
    entries = entries.filter(({ message }) => !lost.includes(message));
    dead = dead.filter(({ message }) => !lost.includes(message));
    for (const message of lost) onLoss(message, 'expired');
  };

  const isOutage = () => faults.storeOutage && faults.storeOutage.from <= now() && now() < faults.storeOutage.to;

  const bury = (entry: Entry): void => {
    tell(() => `${entry.message.messageId} goes to the dead letters`);
    entries = entries.filter((one) => one !== entry);
    dead.push({ message: entry.message, isExcused: isExcused(entry) });
  };

  const hand = (entry: Entry): Received => {
    receipts += 1;
    entry.receiveCount += 1;
    if (isOutage()) entry.receivesInOutage += 1;
    const receipt = `receipt-${receipts}`;
    entry.receipts.add(receipt);
    entry.visibleAt = now() + (strikes(faults.duplicateDelivery) ? 0 : faults.visibilitySeconds * SECOND_MS);
    return { message: entry.message, receipt, receiveCount: entry.receiveCount };
  };

  const holder = (receipt: string) => entries.find((entry) => entry.receipts.has(receipt));

  return {
    send: (body, postId) => {
      const { messageId } = add(body, postId);
      tell(() => `${messageId} is queued`);
    },
    receive: (max) => {
      expire();
      const visible = random.shuffled(entries.filter(({ visibleAt }) => visibleAt <= now()));
      const taken = visible.slice(0, max);
      const exhausted = taken.filter(({ receiveCount }) => receiveCount >= EVENTS_QUEUE.maxReceiveCount);
      for (const entry of exhausted) bury(entry);
      return taken.filter((entry) => !exhausted.includes(entry)).map(hand);
    },
    arrival: () => {
      const next = Math.min(...entries.map(({ visibleAt }) => visibleAt));
      return Number.isFinite(next) ? Promise.race([arrival.promise, world.sleepUntil(next)]) : arrival.promise;
    },
    remove: (receipt) => {
      const entry = holder(receipt);
      if (!entry) return;
      tell(() => `${entry.message.messageId} is deleted`);
      entries = entries.filter((one) => one !== entry);
      onLoss(entry.message, 'deleted');
    },
    postpone: (receipt, seconds) => {
      const entry = holder(receipt);
      if (!entry) return;
      onPostponed(entry.message.postId);
      if ([...entry.receipts].at(-1) === receipt) entry.postponed.add(receipt);
      entry.visibleAt = now() + seconds * SECOND_MS;
    },
    sendToDeadLetters: (body) => {
      messages += 1;
      dead.push({
        message: { messageId: `message-${messages}`, body, postId: undefined, sentAt: now() },
        isExcused: true,
      });
    },
    redrive: () => {
      expire();
      const back = dead;
      dead = [];
      tell(() => `${back.length} dead letters are redriven`);
      for (const { message } of back) add(message.body, message.postId);
    },
    waiting: () => entries.map(({ message }) => message),
    deadLetters: () => dead.map(({ message }) => message),
    isExcused: (message) => dead.some((one) => one.message === message && one.isExcused),
  };
};
