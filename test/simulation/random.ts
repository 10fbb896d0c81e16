/** Seeded randomness: the same seed gives the same numbers, on every machine. */

export type Random = {
  /** At least 0, below 1. */
  readonly next: () => number;
  /** A whole number, both bounds included. */
  readonly int: (min: number, max: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <const L extends readonly [unknown, ...unknown[]]>(choices: L) => L[number];
  readonly shuffled: <T>(items: readonly T[]) => readonly T[];
  readonly bytes: (length: number) => Uint8Array;
};

export const createRandom = (seed: number): Random => {
  const next = mulberry32(Math.imul(seed, 2_654_435_761) ^ 0x5bd1_e995);
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick: (choices) => choices[int(0, choices.length - 1)],
    shuffled: (items) =>
      items
        .map((item) => [next(), item] as const)
        .sort(([a], [b]) => a - b)
        .map(([, item]) => item),
    bytes: (length) => Uint8Array.from({ length }, () => int(0, 255)),
  };
};

/** https://gist.github.com/tommyettinger/46a874533244883189143505d203312c: 32 bits of state are plenty for a history. */
const mulberry32 = (seed: number) => {
  let state = seed >>> 0;
  return (): number => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};
