/** Seeded randomness: the same seed gives the same numbers, on every machine. */

import { mulberry32 } from '../../shared/core/mulberry32.ts';

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
