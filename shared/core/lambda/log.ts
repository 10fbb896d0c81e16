/**
 * One JSON line per outcome, straight to standard output: ids, kinds, durations; never a body, a key or a name.
 *
 * A line with metrics is also in CloudWatch's embedded metric format. The integration is a property of the line, never
 * a dimension. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */

import { METRIC_NAMESPACE, METRIC_UNITS, METRICS } from '../../names.ts';

export type MetricName = (typeof METRICS)[keyof typeof METRICS];
export type MetricValues = Readonly<Partial<Record<MetricName, number>>>;

export type LogFields = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

export type Log = {
  readonly outcome: (outcome: string, fields?: LogFields, metrics?: MetricValues) => void;
  /** An error's name and the names of its causes; messages of foreign errors may quote what was sent. */
  readonly error: (error: unknown) => void;
};

type Deps = {
  readonly functionName: string;
  /** From the variable of that name, which infra/ sets for every function: each stack counts for itself. */
  readonly metricNamespace?: string | undefined;
  readonly write: (line: string) => void;
  readonly clock: () => number;
};

export const createLog = ({ functionName, metricNamespace = METRIC_NAMESPACE, write, clock }: Deps): Log => {
  const line = (fields: LogFields, metrics: MetricValues = {}) =>
    write(
      JSON.stringify({
        ...embeddedMetrics(metrics, metricNamespace, clock()),
        function: functionName,
        ...fields,
        ...metrics,
      }),
    );
  return {
    outcome: (outcome, fields = {}, metrics = {}) => line({ outcome, ...fields }, metrics),
    error: (error) => line({ outcome: 'error', ...describeError(error) }),
  };
};

export const writeToStandardOutput = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const embeddedMetrics = (metrics: MetricValues, Namespace: string, timestamp: number) => {
  const names = Object.values(METRICS).filter((name) => metrics[name] !== undefined);
  if (names.length === 0) return {};
  const definition = {
    Namespace,
    Dimensions: [[]],
    Metrics: names.map((Name) => ({ Name, Unit: METRIC_UNITS[Name] })),
  };
  return { _aws: { Timestamp: timestamp, CloudWatchMetrics: [definition] } };
};

/** Our own errors say in their message what to do, without values; of others only the name and the place are told. */
const describeError = (error: unknown): LogFields => {
  if (!(error instanceof Error)) return { error: typeof error };
  const causes: string[] = [];
  for (let cause = error.cause; cause instanceof Error && causes.length < 5; cause = cause.cause)
    causes.push(cause.name);
  const place = placeOf(error);
  return { error: error.name, causes, ...(place !== undefined && { place }) };
};

/** A stack starts with the message, which may have many lines, and lines that look like places. */
const placeOf = ({ stack = '', message }: Error): string | undefined =>
  stack
    .slice(stack.indexOf(message) + message.length)
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line.startsWith('at '));
