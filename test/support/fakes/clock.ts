import type { Clock } from '../../../shared/core/clock.ts';

/** A clock that stands until the test moves it. */
export const createFakeClock = (start: number): { readonly clock: Clock; readonly advance: (ms: number) => void } => {
  let now = start;
  return {
    clock: () => now,
    advance: (ms) => {
      now += ms;
    },
  };
};
