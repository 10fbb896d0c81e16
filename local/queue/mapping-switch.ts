/** Whether a queue is read: off lets what was begun end, and takes nothing new. */

import { pause } from '../pause.ts';

export type MappingSwitch = {
  readonly turn: (isOn: boolean) => void;
  readonly isOn: () => boolean;
  /** When somebody last turned it, also to what it was. */
  readonly turnedAt: () => number;
  /** Off, and nothing that was begun still runs. */
  readonly isAtRest: () => boolean;
  /** Runs it while on; else waits a moment. */
  readonly run: (work: () => Promise<void>, signal: AbortSignal) => Promise<void>;
};

const OFF_PAUSE_MS = 50;

export const createMappingSwitch = (): MappingSwitch => {
  let isOn = true;
  let running = 0;
  let turnedAt = Date.now();
  return {
    turn: (on) => {
      isOn = on;
      turnedAt = Date.now();
    },
    isOn: () => isOn,
    turnedAt: () => turnedAt,
    isAtRest: () => !isOn && running === 0,
    run: async (work, signal) => {
      if (!isOn) return await pause(OFF_PAUSE_MS, signal);
      running += 1;
      await work().finally(() => {
        running -= 1;
      });
    },
  };
};
