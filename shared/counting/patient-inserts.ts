/**
 * INSERTs that wait for a throttled partition, and make no other one wait for it:
 *
 *   first   every chat once, in order; an integration that is throttled is left for later
 *   then    what is left, in order, each chunk again with pauses until it is in, as long as there is time
 *
 * A message needs all its chats. To try each of them once and give up would send every message of a busy integration back
 * with some of its chats written, again and again.
 */

import pMap from 'p-map';
import type { Deadline } from '../core/deadline.ts';
import { type ChatRef, INSERT_LIMIT, type InsertOutcome } from './chat-ledger.port.ts';

export type InsertResult = InsertOutcome | 'no_time';

type Ports<C> = {
  readonly insert: (chats: readonly C[]) => Promise<readonly InsertOutcome[]>;
  readonly pause: (attempt: number) => Promise<void>;
  readonly onError: (error: unknown) => void;
};

/** Calls in flight. */
const CONCURRENT_CALLS = 8;

export const insertPatiently = async <C extends ChatRef>(
  { insert, pause, onError }: Ports<C>,
  chats: readonly C[],
  { hasTime }: Deadline,
  onSettled: (chat: C, result: InsertResult) => void,
): Promise<readonly (readonly [C, InsertResult])[]> => {
  const results = new Map<C, InsertResult>();
  const settle = (chat: C, result: InsertResult): void => {
    results.set(chat, result);
    onSettled(chat, result);
  };

  /** One call; answers the chats that the store was too busy for. */
  const attempt = async (chunk: readonly C[]): Promise<readonly C[]> => {
    try {
      const outcomes = await insert(chunk);
      return chunk.filter((chat, index) => {
        const outcome = outcomes[index] ?? 'unavailable';
        if (outcome !== 'unavailable') settle(chat, outcome);
        return outcome === 'unavailable';
      });
    } catch (error) {
      onError(error);
      for (const chat of chunk) settle(chat, 'unavailable');
      return [];
    }
  };

  const insertOnce = async (): Promise<readonly C[]> => {
    const busy = new Set<string>();
    const isUnsettled = new Set(chats);
    const due = chats[Symbol.iterator]();
    await inParallel(async () => {
      while (hasTime()) {
        const chunk = takeFrom(due, ({ integrationId }) => !busy.has(integrationId));
        if (chunk.length === 0) return;
        const throttled = await attempt(chunk);
        for (const { integrationId } of throttled) busy.add(integrationId);
      }
    });
    for (const chat of results.keys()) isUnsettled.delete(chat);
    return [...isUnsettled];
  };

  const insertUntilDone = async (left: readonly C[]): Promise<void> => {
    const due = left[Symbol.iterator]();
    await inParallel(async () => {
      for (;;) {
        let chunk = takeFrom(due, () => true);
        if (chunk.length === 0) return;
        for (let attempts = 1; chunk.length > 0 && attempts <= MOST_ATTEMPTS && hasTime(); attempts += 1) {
          await pause(FIRST_PAUSE + attempts);
          chunk = await attempt(chunk);
        }
        for (const chat of chunk) settle(chat, 'no_time');
      }
    });
  };

  await insertUntilDone(await insertOnce());
  return chats.map((chat) => [chat, results.get(chat) ?? 'no_time']);
};

/** A throttled partition has room again within the second: pauses of 160 ms at most, up to a second. */
const FIRST_PAUSE = 3;
/** More than an invocation has time for. */
const MOST_ATTEMPTS = 100;

const inParallel = (work: () => Promise<void>) =>
  pMap(Array.from({ length: CONCURRENT_CALLS }), work, { concurrency: CONCURRENT_CALLS });

/** The next ones for a call; those that are not wanted are passed over. */
const takeFrom = <C>(due: Iterator<C>, isWanted: (chat: C) => boolean): readonly C[] => {
  const taken: C[] = [];
  while (taken.length < INSERT_LIMIT) {
    const { done: isDone, value } = due.next();
    if (isDone) break;
    if (isWanted(value)) taken.push(value);
  }
  return taken;
};
