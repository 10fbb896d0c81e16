/** Randomness that one seed replays exactly. */

export type Random = {
  /** In [0, 1). */
  readonly uniform: () => number;
  /** Mean 0, deviation 1. */
  readonly normal: () => number;
};

/** Mulberry32: 32 bits of state are plenty for a day of chats. */
export const createRandom = (seed: number): Random => {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
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
