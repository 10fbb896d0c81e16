/**
 * The one metric of CloudWatch that operators' commands read, on loopback: the iterator age of the tally.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html
 */

import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { type JsonApi, openJsonApi } from './json-api.ts';

type Options = {
  readonly functionName: string;
  /** Read anew at each question: a present age instead of the highest of the last minutes. */
  readonly iteratorAgeMs: () => Promise<number>;
};

const OPERATION = /\.GetMetricStatistics$/;

export const openCloudWatchApi = ({ functionName, iteratorAgeMs }: Options): Promise<JsonApi> => {
  const questionSchema = z.object({
    Namespace: z.literal('AWS/Lambda'),
    MetricName: z.literal('IteratorAge'),
    Dimensions: z.tuple([z.object({ Name: z.literal('FunctionName'), Value: z.literal(functionName) })]),
  });
  return openJsonApi(async (request) => {
    if (!OPERATION.test(String(request.headers['x-amz-target']))) return undefined;
    questionSchema.parse(JSON.parse(await text(request)));
    const ageMs = await iteratorAgeMs();
    // A function that is not invoked has no points.
    const point = { Timestamp: Math.floor(Date.now() / 1_000), Maximum: ageMs, Unit: 'Milliseconds' };
    return { Label: 'IteratorAge', Datapoints: ageMs === 0 ? [] : [point] };
  });
};
