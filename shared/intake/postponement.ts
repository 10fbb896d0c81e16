/**
 * When a message that was not done comes again. Each receive counts: after some of them SQS takes the message for dead.
 *
 * - The store failed: after 30 s, doubling to 900 s, so that an outage of three hours leaves no good message dead.
 * - The store was too busy, or the time was over: when it will be its turn, at the pace that this invocation had. A
 *   backlog of any length is so taken up as fast as the store takes it, and few of its messages come in vain.
 *
 *   Who came often waits longer all the same: something else may keep it.
 *
 *      done in 20 s: 10 chats │ left: message A, 5 chats ─▶ 10 s │ message B, 10 chats ─▶ 30 s │ …
 */

import type { Delivery } from './event-queue.port.ts';

const FIRST_BACKOFF_SECONDS = 30;
const LONGEST_BACKOFF_SECONDS = 900;

/** 20 receives span four hours. */
export const backoffSeconds = (receiveCount: number): number =>
  Math.min(LONGEST_BACKOFF_SECONDS, FIRST_BACKOFF_SECONDS * 2 ** Math.min(receiveCount - 1, 10));

/** So many receives a message may need under pressure; from there on an outage of two hours still leaves it alive. */
const FREE_RECEIVES = 6;
const patience = (receiveCount: number): number =>
  receiveCount <= FREE_RECEIVES ? 0 : backoffSeconds(receiveCount - FREE_RECEIVES);

export type Unfinished = {
  readonly delivery: Delivery;
  readonly integrationId: string | undefined;
  /** Chats that only time was missing for. */
  readonly openChats: number;
  /** Whether anything else is missing. */
  readonly hasFailed: boolean;
};

export type Progress = {
  readonly elapsedMs: number;
  /** How many chats of an integration were written: of its partition. */
  readonly writtenChats: ReadonlyMap<string, number>;
};

/** Seconds for each of them, in the order in which their turn comes. */
export const postponements = (
  unfinished: readonly Unfinished[],
  { elapsedMs, writtenChats }: Progress,
): ReadonlyMap<Delivery, number> => {
  const waiting = new Map<string, number>();
  return new Map(
    unfinished.map(({ delivery, integrationId = '', openChats, hasFailed }) => {
      const written = writtenChats.get(integrationId) ?? 0;
      if (hasFailed || written === 0) return [delivery, backoffSeconds(delivery.receiveCount)];
      const before = (waiting.get(integrationId) ?? 0) + openChats;
      waiting.set(integrationId, before);
      const turnMs = (Math.max(elapsedMs, 1_000) * before) / written;
      const turn = Math.max(1, Math.ceil(turnMs / 1_000), patience(delivery.receiveCount));
      return [delivery, Math.min(LONGEST_BACKOFF_SECONDS, turn)];
    }),
  );
};
