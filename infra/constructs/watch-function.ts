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
/** A function that runs every five minutes fails at most once in them; that says why, and a missing heartbeat wakes. */
const ONCE = { periods: 1, of: 1 } as const;
const EACH_RUN = { statistic: Stats.SUM, period: Duration.minutes(5) };
const EACH_MINUTE = { statistic: Stats.SUM, period: Duration.minutes(1) };

/** The two things that can go wrong with any function: it fails, or AWS does not let it run. */
export const watchFunction = (
  alarms: Alarms,
  { lambda }: PipelineFunction,
  { errors, throttles }: FunctionAlarms,
  called: 'by_traffic' | 'scheduled' = 'by_traffic',
) => {
  const [period, breaching] = called === 'scheduled' ? [EACH_RUN, ONCE] : [EACH_MINUTE, SUSTAINED];
  const tell = (definition: AlarmDefinition) =>
    called === 'scheduled' ? alarms.warning(definition) : alarms.critical(definition);
  // A function that is not called publishes neither metric, and a quiet night is no fault.
  const missingData = TreatMissingData.NOT_BREACHING;
  tell({
    ...errors,
    metric: lambda.metricErrors(period),
    threshold: 1,
    breaching,
    missingData,
  });
  alarms.warning({
    ...throttles,
    metric: lambda.metricThrottles(period),
    threshold: 1,
    breaching,
    missingData,
  });
};
