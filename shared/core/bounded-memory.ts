/** A memory of one process that forgets what was used least recently, so that it stays small whatever strangers send. */

import { LRUCache } from 'lru-cache';

/** Some 500 bytes each: a few megabytes. */
const MOST = 10_000;

export const createBoundedMemory = <Value extends object | number>(): LRUCache<string, Value> =>
  // By size, not by number: `max` reserves its arrays at once, a millisecond of every cold start.
  new LRUCache({ maxSize: MOST, sizeCalculation: () => 1 });
