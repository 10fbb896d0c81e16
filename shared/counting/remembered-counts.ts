/**
 * Spares the tally the reading of counts that it wrote itself a batch ago: the next batch of a shard mostly touches
 * the same hours and queues. What is remembered may be out of date. Then its version is, too: the write does not
 * happen, the memory forgets, and the store is asked.
 */

import { LRUCache } from 'lru-cache';
import { placeKey } from './contact-count.ts';
import { type CountStore, type StoredCount, versionAfter } from './contact-counts.port.ts';

/** Some hundred bytes each. */
const MAX_REMEMBERED = 20_000;

export const rememberCounts = (store: CountStore): CountStore => {
  const memory = new LRUCache<string, StoredCount>({ maxSize: MAX_REMEMBERED, sizeCalculation: () => 1 });
  return {
    read: async (places) => {
      const known = places.flatMap((place) => memory.get(placeKey(place)) ?? []);
      const missing = places.filter((place) => !memory.has(placeKey(place)));
      const found = missing.length === 0 ? [] : await store.read(missing);
      return new Map([...known.map((count) => [placeKey(count), count] as const), ...found]);
    },
    write: async (writes) => {
      // Until the store has answered, nobody knows what stands there.
      for (const { count } of writes) memory.delete(placeKey(count));
      const outcomes = await store.write(writes);
      for (const [index, write] of writes.entries()) {
        if (outcomes[index] !== 'written') continue;
        memory.set(placeKey(write.count), { ...write.count, version: versionAfter(write) });
      }
      return outcomes;
    },
  };
};
