import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';

/** A run that does not learn the ages raises nothing: the next one asks again. */
export const createMetricsClient = (): CloudWatchClient =>
  new CloudWatchClient({ maxAttempts: 3, retryMode: 'standard' });
