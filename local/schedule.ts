/** EventBridge Scheduler on this machine: invokes a function again and again, one invocation at a time. */

import { setTimeout } from 'node:timers/promises';

type Schedule = {
  /** Waits for the invocation that runs. */
  close(): Promise<void>;
};

type Options = {
  readonly everyMs: number;
  readonly invoke: (event: unknown) => Promise<unknown>;
  readonly report: (line: string) => void;
};

export const startSchedule = ({ everyMs, invoke, report }: Options): Schedule => {
  const stop = new AbortController();
  const run = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      await invoke({}).catch((error: unknown) => {
        if (!stop.signal.aborted) report(error instanceof Error ? error.message : 'A scheduled function failed.');
      });
      await setTimeout(everyMs, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    close: async () => {
      stop.abort();
      await running;
    },
  };
};
