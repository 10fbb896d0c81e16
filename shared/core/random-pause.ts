import { setTimeout } from 'node:timers/promises';

const FIRST_MS = 20;
const LONGEST_MS = 1_000;

/** Full jitter: a random while up to 20 ms, doubling with each attempt up to a second. */
export const randomPause = (attempt: number): Promise<void> =>
  setTimeout(Math.random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1)));
