import { setTimeout } from 'node:timers/promises';

/** Waits, or less when the signal says that there is no point any more. */
export const pause = async (ms: number, signal?: AbortSignal): Promise<void> => {
  await setTimeout(ms, undefined, signal && { signal }).catch(() => undefined);
};
