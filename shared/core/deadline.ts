/**
 * The time of one invocation, so that it answers before it is killed: what was not done comes again by its own will, and
 * soon, and not because a time-out threw the whole batch back.
 *
 *   ├── things begin ──────────────────────────┤── what was begun ends ──────┤── answer ──┤ killed
 *   0                                         2/3                        expiry         the end
 */

import type { Clock } from './clock.ts';

export type Deadline = {
  /** Whether anything may still begin. */
  readonly hasTime: () => boolean;
  readonly elapsedMs: () => number;
  /** Resolves when whatever is unsettled must be given up. */
  readonly expiry: Promise<void>;
};

export type StartDeadline = (remainingMs: number) => Deadline;

/** To postpone a hundred messages, and to answer. */
const ANSWER_MS = 5_000;

type Ports = { readonly clock: Clock; readonly wait: (ms: number) => Promise<unknown> };

export const createStartDeadline =
  ({ clock, wait }: Ports): StartDeadline =>
  (remainingMs) => {
    const start = clock();
    return {
      hasTime: () => clock() - start < (remainingMs * 2) / 3,
      elapsedMs: () => clock() - start,
      expiry: wait(Math.max(0, remainingMs - ANSWER_MS)).then(() => undefined),
    };
  };

/** For whom nobody kills. */
export const UNHURRIED: Deadline = { hasTime: () => true, elapsedMs: () => 0, expiry: new Promise(() => undefined) };
