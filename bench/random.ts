/** Randomness that one seed replays exactly. */

import { mulberry32 } from '../shared/core/mulberry32.ts';

export type Random = {
  /** In [0, 1). */
  readonly uniform: () => number;
  /** Mean 0, deviation 1. */
  readonly normal: () => number;
};

export const createRandom = (seed: number): Random => {
  const uniform = mulberry32(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal };
};

/** Draws an index with a probability in proportion to its weight. */
export const createWeightedDraw = (weights: readonly number[], { uniform }: Random): (() => number) => {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return () => {
    let rest = uniform() * total;
    const index = weights.findIndex((weight) => {
      rest -= weight;
      return rest < 0;
    });
    return Math.max(index, 0);
  };
};
