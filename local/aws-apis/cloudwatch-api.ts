/**
 * The two metrics of CloudWatch that the monitor and operators' commands read, on loopback: the iterator age of the
 * tally, and the age of the oldest message in the events queue. Read anew at each question: present ages instead of the
 * highest of a minute.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 */

import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { type JsonApi, openJsonApi } from './json-api.ts';

type Options = {
  readonly functionName: string;
  readonly iteratorAgeMs: () => Promise<number>;
  readonly queueAgeMs: () => number;
};

const OPERATION = /\.(GetMetricStatistics|GetMetricData)$/;

export const openCloudWatchApi = ({ functionName, iteratorAgeMs, queueAgeMs }: Options): Promise<JsonApi> => {
  const iteratorMetric = {
    Namespace: z.literal('AWS/Lambda'),
    MetricName: z.literal('IteratorAge'),
    Dimensions: z.tuple([z.object({ Name: z.literal('FunctionName'), Value: z.literal(functionName) })]),
  };
  const statisticsSchema = z.object(iteratorMetric);
  const metricSchema = z.discriminatedUnion('MetricName', [
    z.object(iteratorMetric),
    z.object({ Namespace: z.literal('AWS/SQS'), MetricName: z.literal('ApproximateAgeOfOldestMessage') }),
  ]);
  const dataSchema = z.object({
    MetricDataQueries: z.array(z.object({ Id: z.string(), MetricStat: z.object({ Metric: metricSchema }) })),
  });

  const answerStatistics = async () => {
    const ageMs = await iteratorAgeMs();
    // A function that is not invoked has no points.
    const point = { Timestamp: nowSeconds(), Maximum: ageMs, Unit: 'Milliseconds' };
    return { Label: 'IteratorAge', Datapoints: ageMs === 0 ? [] : [point] };
  };

  const answerData = async ({ MetricDataQueries: queries }: z.output<typeof dataSchema>) => {
    const ages = { IteratorAge: await iteratorAgeMs(), ApproximateAgeOfOldestMessage: queueAgeMs() / 1_000 };
    return {
      MetricDataResults: queries.map(({ Id, MetricStat: { Metric: metric } }) => ({
        Id,
        StatusCode: 'Complete',
        Timestamps: [nowSeconds()],
        Values: [ages[metric.MetricName]],
      })),
    };
  };

  return openJsonApi(async (request) => {
    const [, operation] = OPERATION.exec(String(request.headers['x-amz-target'])) ?? [];
    if (operation === undefined) return undefined;
    const question: unknown = JSON.parse(await text(request));
    if (operation === 'GetMetricData') return answerData(dataSchema.parse(question));
    statisticsSchema.parse(question);
    return answerStatistics();
  });
};

const nowSeconds = (): number => Math.floor(Date.now() / 1_000);
