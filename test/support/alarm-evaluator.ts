/**
 * CloudWatch's evaluation of alarms, as far as ours use it: aligned periods, M of N, and what missing data mean.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */

import * as z from 'zod';
import type { PipelineTemplate } from './pipeline-template.ts';
import { at, listOf, resourcesOf, targetOf } from './template-promise.ts';

/** One value of one metric; `metric` is as {@link metricKey} names it. */
export type Datum = { readonly at: number; readonly metric: string; readonly value: number };

export type EvaluatedAlarm = {
  readonly name: string;
  readonly metric: string;
  readonly namespace: string;
  readonly periodMs: number;
  readonly of: number;
  readonly breaching: number;
  readonly threshold: number;
  readonly isBelow: boolean;
  readonly statistic: 'Sum' | 'Maximum';
  readonly missingData: 'breaching' | 'notBreaching' | 'ignore';
};

const alarmSchema = z.object({
  AlarmName: z.string(),
  Namespace: z.string(),
  MetricName: z.string(),
  Period: z.int(),
  Statistic: z.enum(['Sum', 'Maximum']),
  Threshold: z.number(),
  ComparisonOperator: z.enum(['GreaterThanOrEqualToThreshold', 'LessThanThreshold']),
  EvaluationPeriods: z.int(),
  DatapointsToAlarm: z.int(),
  TreatMissingData: z.enum(['breaching', 'notBreaching', 'ignore']),
});

/** Throws where an alarm uses what this evaluator does not know. */
export const alarmsOf = (template: PipelineTemplate): readonly EvaluatedAlarm[] =>
  resourcesOf(template, 'AWS::CloudWatch::Alarm').map(({ resource: { Properties } }) => {
    const alarm = alarmSchema.parse(Properties);
    const places = listOf(at(Properties, 'Dimensions'))
      .map((dimension) => targetOf(at(dimension, 'Value')).replace(/[0-9A-F]{8}$/, ''))
      .filter((place) => place !== 'undefined');
    return {
      name: alarm.AlarmName.replace(/^pipeline-/, ''),
      metric: [alarm.MetricName, ...places.slice(0, 1)].join('@'),
      namespace: alarm.Namespace,
      periodMs: alarm.Period * 1_000,
      of: alarm.EvaluationPeriods,
      breaching: alarm.DatapointsToAlarm,
      threshold: alarm.Threshold,
      isBelow: alarm.ComparisonOperator === 'LessThanThreshold',
      statistic: alarm.Statistic,
      missingData: alarm.TreatMissingData,
    };
  });

const MINUTE_MS = 60_000;

/** When the alarm first went on between two instants; `undefined` when it never did. */
export const firstRaised = (
  alarm: EvaluatedAlarm,
  data: readonly Datum[],
  from: number,
  until: number,
): number | undefined => {
  const values = perPeriod(alarm, data);
  let isOn = false;
  for (let now = from; now <= until; now += MINUTE_MS) {
    isOn = isOnAt(alarm, values, now, isOn);
    if (isOn) return now;
  }
  return undefined;
};

const perPeriod = ({ metric, periodMs, statistic }: EvaluatedAlarm, data: readonly Datum[]) => {
  const values = new Map<number, number>();
  for (const datum of data) {
    if (datum.metric !== metric) continue;
    const period = Math.floor(datum.at / periodMs);
    const known = values.get(period);
    const joined = statistic === 'Sum' ? (known ?? 0) + datum.value : Math.max(known ?? datum.value, datum.value);
    values.set(period, joined);
  }
  return values;
};

/** Only whole periods: a later look is the stricter test. */
const isOnAt = (alarm: EvaluatedAlarm, values: ReadonlyMap<number, number>, now: number, wasOn: boolean): boolean => {
  const last = Math.floor(now / alarm.periodMs) - 1;
  const window = Array.from({ length: alarm.of }, (_, back) => values.get(last - back));
  if (alarm.missingData === 'ignore' && window.every((value) => value === undefined)) return wasOn;
  const breaching = window.filter((value) => isBreaching(alarm, value)).length;
  return breaching >= alarm.breaching;
};

const isBreaching = ({ threshold, isBelow, missingData }: EvaluatedAlarm, value: number | undefined): boolean => {
  if (value === undefined) return missingData === 'breaching';
  return isBelow ? value < threshold : value >= threshold;
};
