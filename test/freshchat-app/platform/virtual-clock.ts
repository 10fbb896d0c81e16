/**
 * Virtual time: days pass in seconds. Whoever is due first is woken first, equals in the order in which they lay down;
 * between two wakings every promise that can go on does so. Work outside (a real HTTP request) stops the clock.
 */

export type VirtualClock = {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly sleepUntil: (instant: number) => Promise<void>;
  /** Time stands still until this has ended. */
  readonly outside: <T>(work: Promise<T>) => Promise<T>;
  /** Lets everything happen that is due until then, and stands there. */
  readonly runUntil: (instant: number) => Promise<void>;
};

type Sleeper = { readonly at: number; readonly wake: () => void };

export const createVirtualClock = (start: number): VirtualClock => {
  /** Sorted; the next one is the last. */
  const sleepers: Sleeper[] = [];
  const underway = new Set<Promise<unknown>>();
  let now = start;

  const sleepUntil = (instant: number): Promise<void> =>
    new Promise((wake) => {
      const sleeper = { at: Math.max(now, Math.round(instant)), wake };
      sleepers.splice(placeOf(sleepers, sleeper.at), 0, sleeper);
    });

  const settle = async (): Promise<void> => {
    await settled();
    while (underway.size > 0) {
      await Promise.race(underway);
      await settled();
    }
  };

  return {
    now: () => now,
    sleep: (ms) => sleepUntil(now + Math.max(0, ms)),
    sleepUntil,
    outside: async (work) => {
      // Its failure is its caller's business; the clock only waits.
      const end = work.then(
        () => undefined,
        () => undefined,
      );
      underway.add(end);
      void end.then(() => underway.delete(end));
      return work;
    },
    runUntil: async (instant) => {
      await settle();
      for (let next = sleepers.at(-1); next && next.at <= instant; next = sleepers.at(-1)) {
        sleepers.pop();
        now = next.at;
        next.wake();
        await settle();
      }
      now = Math.max(now, instant);
    },
  };
};

/** Behind everybody who wakes later, before everybody who wakes then or earlier: these lay down first. */
const placeOf = (sleepers: readonly Sleeper[], at: number): number => {
  let low = 0;
  let high = sleepers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sleepers[middle]?.at ?? at) > at) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** An immediate runs only when no promise can go on any more. */
const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
