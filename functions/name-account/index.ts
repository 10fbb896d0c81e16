import middy from '@middy/core';
import { systemClock } from '../../shared/adapters/system-clock.ts';
import { createLog, writeToStandardOutput } from '../../shared/runtime/log.ts';
import { logFailures } from '../../shared/runtime/log-failures.ts';
import { createHandler } from './handler.ts';

const log = createLog({
  functionName: 'name-account',
  metricNamespace: process.env['METRIC_NAMESPACE'],
  write: writeToStandardOutput,
  clock: systemClock,
});

export const handler = middy(createHandler({ log })).use(logFailures(log));
