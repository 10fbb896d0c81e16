/** Random numbers that are the same on every machine and every run. */

export type Random = {
  /** From 0, below 1. */
  readonly next: () => number;
  /** Whole, from `least` to `most`. */
  readonly between: (least: number, most: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(options: readonly (readonly [weight: number, option: T])[]) => T | undefined;
};

/** mulberry32: small, and good enough for a sample. */
export const createRandom = (seed: number): Random => {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    chance: (probability) => next() < probability,
    pick: (options) => {
      let rest = next() * options.reduce((sum, [weight]) => sum + weight, 0);
      for (const [weight, option] of options) {
        rest -= weight;
        if (rest < 0) return option;
      }
      return options.at(-1)?.[1];
    },
  };
};
