/** How far the tally lags behind the ledger's stream, as Lambda measures it. */

import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { OPERATOR_PATIENCE } from './patience.ts';

/**
 * Covers what may lie between two ages of a tally that fails: its time-out of two minutes, a pause before the next try,
 * and a minute or two until CloudWatch shows them.
 */
const LOOK_BACK_MS = 5 * 60_000;
const PERIOD_SECONDS = 60;

export const createTallyLag = (functionName: string) => {
  const cloudWatch = new CloudWatchClient(OPERATOR_PATIENCE);
  return async (): Promise<number> => {
    const now = Date.now();
    const { Datapoints: points = [] } = await cloudWatch.send(
      new GetMetricStatisticsCommand({
        Namespace: 'AWS/Lambda',
        MetricName: 'IteratorAge',
        Dimensions: [{ Name: 'FunctionName', Value: functionName }],
        StartTime: new Date(now - LOOK_BACK_MS),
        EndTime: new Date(now),
        Period: PERIOD_SECONDS,
        Statistics: ['Maximum'],
      }),
    );
    // Each batch that is tried has its age, also when it fails: without one there was nothing to read. Only a tally
    // that is never let run is silent as well; an alarm of its own tells of that (tally-contacts-throttles).
    return Math.max(0, ...points.map(({ Maximum: ageMs = 0 }) => ageMs));
  };
};
