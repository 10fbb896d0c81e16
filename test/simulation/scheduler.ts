/**
 * The virtual clock. Everything that takes time sleeps here, and the scheduler wakes one sleeper at a time: whoever is
 * due first, and among equals whoever the seed says. Between two wakings all promises that can go on do so, hence the
 * order of a whole history follows from the seed alone.
 */

import type { Random } from './random.ts';

export type Scheduler = {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly sleepUntil: (instant: number) => Promise<void>;
  /** Wakes sleepers until nobody sleeps any more, `isOver` says so, or the steps are used up. */
  readonly run: (isOver: () => boolean, maxSteps: number) => Promise<'at_rest' | 'over' | 'endless'>;
};

type Sleeper = { readonly at: number; readonly rank: number; readonly wake: () => void };

export const createScheduler = (random: Random, start: number): Scheduler => {
  /** Sorted; the next one is the last. */
  const sleepers: Sleeper[] = [];
  let now = start;

  const insert = (sleeper: Sleeper) => {
    let low = 0;
    let high = sleepers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = sleepers[middle];
      if (other && isAfter(other, sleeper)) low = middle + 1;
      else high = middle;
    }
    sleepers.splice(low, 0, sleeper);
  };

  const sleep = (ms: number) =>
    new Promise<void>((resolve) => {
      insert({ at: now + Math.max(0, Math.round(ms)), rank: random.next(), wake: resolve });
    });

  return {
    now: () => now,
    sleep,
    sleepUntil: (instant) => sleep(instant - now),
    run: async (isOver, maxSteps) => {
      await settled();
      for (let step = 0; step < maxSteps; step += 1) {
        if (isOver()) return 'over';
        const sleeper = sleepers.pop();
        if (!sleeper) return 'at_rest';
        now = sleeper.at;
        sleeper.wake();
        await settled();
      }
      return 'endless';
    },
  };
};

const isAfter = (a: Sleeper, b: Sleeper): boolean => a.at > b.at || (a.at === b.at && a.rank > b.rank);

/** An immediate runs only when no promise can go on any more. */
const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
