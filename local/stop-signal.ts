/** Ctrl-C and SIGTERM: the first one drains, a second one ends at once. */

/** npm hands on the Ctrl-C that the terminal has already sent: both are one press. */
const ONE_PRESS_MS = 500;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const STOPPED_IN_THE_MIDDLE = 130;

export const onStopSignal = (announce: () => void): AbortSignal => {
  const stopping = new AbortController();
  let firstAt: number | undefined;
  const stop = (): void => {
    if (firstAt === undefined) {
      firstAt = Date.now();
      announce();
      stopping.abort();
    } else if (Date.now() - firstAt > ONE_PRESS_MS) {
      process.exit(STOPPED_IN_THE_MIDDLE);
    }
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  return stopping.signal;
};
