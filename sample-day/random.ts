/** Random numbers that are the same on every machine and every run. */

import { mulberry32 } from '../shared/core/mulberry32.ts';

export type Random = {
  /** From 0, below 1. */
  readonly next: () => number;
  /** Whole, from `least` to `most`. */
  readonly between: (least: number, most: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(options: readonly (readonly [weight: number, option: T])[]) => T | undefined;
};

export const createRandom = (seed: number): Random => {
  const next = mulberry32(seed);
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
