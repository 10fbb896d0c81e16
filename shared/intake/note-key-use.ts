/** Writes down when a key was last used, at most hourly: people ask "is the old key still in use?", not "at what second?". */

import { LRUCache } from 'lru-cache';
import pMap from 'p-map';
import { type Deadline, UNHURRIED } from '../core/deadline.ts';
import type { Instant } from '../core/instant.ts';
import type { QueueMessage } from './queue-message.ts';

export const KEY_USE_EVERY_MS = 60 * 60_000;
const MAX_REMEMBERED = 10_000;
const CONCURRENT_CALLS = 8;

/** Writes unless a use within the hour before is written, or the key is gone. */
export type WriteKeyUse = (keyId: string, usedAt: Instant) => Promise<void>;

/** Never rejects, and ends in time: the next use will tell as well. */
export type NoteKeyUse = (messages: readonly QueueMessage[], deadline?: Deadline) => Promise<void>;

type Ports = { readonly writeKeyUse: WriteKeyUse; readonly onError: (error: unknown) => void };

export const createNoteKeyUse = ({ writeKeyUse, onError }: Ports): NoteKeyUse => {
  const written = new LRUCache<string, Instant>({ maxSize: MAX_REMEMBERED, sizeCalculation: () => 1 });
  return async (messages, { hasTime, expiry } = UNHURRIED) => {
    const uses = new Map<string, Instant>();
    for (const message of messages) {
      const { kind, source, receivedAt } = message;
      if (kind !== 'events' || source.kind !== 'key') continue;
      uses.set(source.keyId, Math.max(uses.get(source.keyId) ?? 0, receivedAt));
    }
    const due = [...uses].filter(([keyId, usedAt]) => usedAt - (written.get(keyId) ?? 0) >= KEY_USE_EVERY_MS);
    let hasFailed = false;
    const note = async ([keyId, usedAt]: readonly [string, Instant]) => {
      // A store that hangs would hang for each of them.
      if (hasFailed || !hasTime()) return;
      written.set(keyId, usedAt);
      await writeKeyUse(keyId, usedAt).catch((error: unknown) => {
        hasFailed = true;
        written.delete(keyId);
        onError(error);
      });
    };
    await Promise.race([pMap(due, note, { concurrency: CONCURRENT_CALLS }), expiry]);
  };
};
