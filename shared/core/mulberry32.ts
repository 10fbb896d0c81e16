/**
 * Seeded randomness for samples, simulations and benchmarks, never for secrets: the same seed gives the same numbers,
 * from 0 to below 1, on every machine. https://gist.github.com/tommyettinger/46a874533244883189143505d203312c
 */
export const mulberry32 = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};
