/** What every function begins with: its settings, its log, and a handler that logs its failures. */

import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type * as z from 'zod';
import { systemClock } from '../system-clock.ts';
import { parseEnvironment } from './environment.ts';
import { createLog, writeToStandardOutput } from './log.ts';
import { logFailures } from './log-failures.ts';

/** Throws an EnvironmentError when a variable is missing: found at the cold start, not at the first event. */
export const prepareFunction = <S extends z.ZodType>(name: string, schema: S, variables: NodeJS.ProcessEnv) => {
  const log = createLog({
    functionName: name,
    // infra/ sets it for every function: each stack counts for itself.
    metricNamespace: variables['METRIC_NAMESPACE'],
    write: writeToStandardOutput,
    clock: systemClock,
  });
  return {
    environment: parseEnvironment(schema, variables),
    log,
    toHandler: <E, R>(handle: (event: E, context: Context) => Promise<R>) => middy<E, R>(handle).use(logFailures(log)),
  };
};
