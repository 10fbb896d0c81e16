/** What every part of one history shares: the clock, the dice, the faults, and the page on which it is written down. */

import { drawFaults, type Faults } from './faults.ts';
import { createRandom, type Random } from './random.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';

/** A Sunday morning; every history starts here. */
export const START = Date.UTC(2026, 10, 22, 9);

export type World = Scheduler & {
  readonly random: Random;
  readonly faults: Faults;
  /** Whether this fault strikes now; never after the calm has come. */
  readonly strikes: (probability: number) => boolean;
  /** Writes a line of the history, when somebody reads along. */
  readonly tell: (line: () => string) => void;
  /** An invariant does not hold. */
  readonly fail: (violation: string) => void;
  readonly violation: () => string | undefined;
  /** Starts an actor that nobody waits for; it must not reject. */
  readonly start: (actor: () => Promise<void>) => void;
};

export const createWorld = (seed: number, record: ((line: string) => void) | undefined): World => {
  const random = createRandom(seed);
  const faults = drawFaults(random, START);
  const scheduler = createScheduler(random, START);
  let violation: string | undefined;
  const tell = (line: () => string) => record?.(`${clockText(scheduler.now() - START)}  ${line()}`);
  const fail = (text: string) => {
    tell(() => `VIOLATION: ${text}`);
    violation ??= text;
  };
  return {
    ...scheduler,
    random,
    faults,
    strikes: (probability) => scheduler.now() < faults.calmAt && random.chance(probability),
    tell,
    fail,
    violation: () => violation,
    start: (actor) => {
      actor().catch((error: unknown) =>
        fail(`an actor broke: ${error instanceof Error ? error.stack : String(error)}`),
      );
    },
  };
};

const clockText = (ms: number): string => {
  const days = Math.floor(ms / 86_400_000);
  return `${days === 0 ? '' : `day ${days} `}${new Date(ms).toISOString().slice(11, 23)}`;
};
