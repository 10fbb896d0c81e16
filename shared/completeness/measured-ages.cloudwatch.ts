/** Both ages in one call to CloudWatch, where AWS itself publishes them. */

import { type CloudWatchClient, GetMetricDataCommand, type MetricDataResult } from '@aws-sdk/client-cloudwatch';
import type { Clock } from '../core/clock.ts';
import type { MeasuredAge } from './caught-up.ts';
import type { MeasureAges } from './measured-ages.port.ts';

type Deps = {
  readonly client: CloudWatchClient;
  readonly clock: Clock;
  readonly tallyFunction: string;
  /** The name of the events queue. */
  readonly eventsQueue: string;
};

/** What AWS publishes shows after a minute or two. */
const LOOK_BACK_MS = 10 * 60_000;
const PERIOD_SECONDS = 60;

export const createMeasureAges =
  ({ client, clock, tallyFunction, eventsQueue }: Deps): MeasureAges =>
  async () => {
    const now = clock();
    const { MetricDataResults: results = [] } = await client.send(
      new GetMetricDataCommand({
        StartTime: new Date(now - LOOK_BACK_MS),
        EndTime: new Date(now),
        ScanBy: 'TimestampDescending',
        MetricDataQueries: [
          toQuery('iterator', 'AWS/Lambda', 'IteratorAge', 'FunctionName', tallyFunction),
          toQuery('queue', 'AWS/SQS', 'ApproximateAgeOfOldestMessage', 'QueueName', eventsQueue),
        ],
      }),
    );
    // Lambda measures in milliseconds, SQS in seconds.
    const iterator = newestOf(results, 'iterator', 1);
    const queue = newestOf(results, 'queue', 1_000);
    return { ...(iterator && { iterator }), ...(queue && { queue }) };
  };

const toQuery = (id: 'iterator' | 'queue', namespace: string, metric: string, dimension: string, value: string) => ({
  Id: id,
  MetricStat: {
    Metric: { Namespace: namespace, MetricName: metric, Dimensions: [{ Name: dimension, Value: value }] },
    Period: PERIOD_SECONDS,
    Stat: 'Maximum',
  },
});

/** The time of a datapoint is the start of its minute: the age was that or less then. */
const newestOf = (results: readonly MetricDataResult[], id: string, unitMs: number): MeasuredAge | undefined => {
  const result = results.find((one) => one.Id === id);
  const [at] = result?.Timestamps ?? [];
  const [age] = result?.Values ?? [];
  return at === undefined || age === undefined ? undefined : { at: at.getTime(), ageMs: age * unitMs };
};
