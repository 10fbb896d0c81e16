import { Duration } from 'aws-cdk-lib';
import { Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmDefinition, Alarms } from './alarms.ts';
import type { PipelineFunction } from './pipeline-function.ts';

type FunctionAlarms = {
  readonly errors: Pick<AlarmDefinition, 'name' | 'sentence'>;
  readonly throttles: Pick<AlarmDefinition, 'name' | 'sentence'>;
};

/** One failure is retried and forgotten; in two of five minutes it is a fault. A retry may come only every 3 minutes. */
const SUSTAINED = { periods: 2, of: 5 } as const;
const EACH_MINUTE = { statistic: Stats.SUM, period: Duration.minutes(1) };

/** The two things that can go wrong with any function: it fails, or AWS does not let it run. */
export const watchFunction = (alarms: Alarms, { lambda }: PipelineFunction, { errors, throttles }: FunctionAlarms) => {
  // A function that is not called publishes neither metric, and a quiet night is no fault.
  const missingData = TreatMissingData.NOT_BREACHING;
  alarms.critical({
    ...errors,
    metric: lambda.metricErrors(EACH_MINUTE),
    threshold: 1,
    breaching: SUSTAINED,
    missingData,
  });
  alarms.warning({
    ...throttles,
    metric: lambda.metricThrottles(EACH_MINUTE),
    threshold: 1,
    breaching: SUSTAINED,
    missingData,
  });
};
