import type { MiddlewareObj } from '@middy/core';
import type { Log } from './log.ts';

/** An invocation that throws leaves a line behind; the error goes on to Lambda, which counts and retries it. */
export const logFailures = (log: Log): MiddlewareObj => ({
  onError: ({ error }) => {
    log.error(error);
  },
});
