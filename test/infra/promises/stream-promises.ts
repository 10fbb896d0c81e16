/** The premise of exact counting: a batch is delivered only after every earlier record of its shard was accepted. */

import type { PipelineTemplate } from '../../support/pipeline-template.ts';
import {
  at,
  every,
  type Located,
  listOf,
  numberAt,
  type TemplatePromise,
  targetIn,
  withProperty,
} from '../../support/template-promise.ts';

const MAPPING = 'AWS::Lambda::EventSourceMapping';
const PATTERN = 'FilterCriteria.Filters';

const ofStream = ({ resource }: Located, template: PipelineTemplate): boolean =>
  targetIn(template, at(resource.Properties, 'EventSourceArn'))?.Type === 'AWS::DynamoDB::Table';

type Values = Readonly<Record<string, unknown>>;

/** A promise about one property of the mapping, broken by each of the values. */
const promised = (
  promise: string,
  path: string,
  keeps: (value: unknown) => boolean,
  brokenBy: Values,
): TemplatePromise => ({
  promise,
  violations: every(MAPPING, ({ resource }) => keeps(at(resource.Properties, path)), ofStream),
  brokenBy: Object.fromEntries(
    Object.entries(brokenBy).map(([name, value]) => [name, withProperty(MAPPING, path, value, ofStream)]),
  ),
});

const eventNamesOf = (filters: unknown): unknown =>
  JSON.stringify(listOf(filters).map((filter) => JSON.parse(String(at(filter, 'Pattern')))));

export const STREAM_PROMISES: readonly TemplatePromise[] = [
  promised('the stream is read from its beginning', 'StartingPosition', (value) => value === 'TRIM_HORIZON', {
    'only what comes later': 'LATEST',
    'a point in time': 'AT_TIMESTAMP',
  }),
  promised('a batch is retried for ever', 'MaximumRetryAttempts', (value) => value === undefined || value === -1, {
    'ten retries': 10,
    'no retry': 0,
  }),
  promised(
    'no record grows too old to be delivered',
    'MaximumRecordAgeInSeconds',
    (value) => value === undefined || value === -1,
    { 'an hour': 3_600 },
  ),
  promised('no half of a failed batch overtakes the other', 'BisectBatchOnFunctionError', (value) => value !== true, {
    bisect: true,
  }),
  promised(
    'a shard is read by one invocation at a time',
    'ParallelizationFactor',
    (value) => value === undefined || value === 1,
    { 'two at a time': 2 },
  ),
  promised('no record is put aside by the mapping', 'DestinationConfig', (value) => value === undefined, {
    'an on-failure destination': { OnFailure: { Destination: 'arn' } },
  }),
  promised(
    'the event names its shard, which it does only with a tumbling window',
    'TumblingWindowInSeconds',
    (value) => typeof value === 'number' && value > 0,
    { 'no window': undefined, 'a window of nothing': 0 },
  ),
  promised(
    'new and changed items are counted, removed ones are not uncounted',
    PATTERN,
    (filters) => eventNamesOf(filters) === JSON.stringify([{ eventName: ['INSERT', 'MODIFY'] }]),
    {
      'no filter': undefined,
      'removals let in': [{ Pattern: '{"eventName":["INSERT","MODIFY","REMOVE"]}' }],
      'changes left out': [{ Pattern: '{"eventName":["INSERT"]}' }],
      'a second filter, which widens': [
        { Pattern: '{"eventName":["INSERT","MODIFY"]}' },
        { Pattern: '{"eventName":["REMOVE"]}' },
      ],
    },
  ),
  promised(
    'the function may answer which records failed',
    'FunctionResponseTypes',
    (value) => listOf(value).includes('ReportBatchItemFailures'),
    { 'all or nothing': undefined },
  ),
  {
    promise: 'the ledger’s stream carries old and new images',
    violations: every(
      MAPPING,
      ({ resource }, template) =>
        at(
          targetIn(template, at(resource.Properties, 'EventSourceArn'))?.Properties,
          'StreamSpecification.StreamViewType',
        ) === 'NEW_AND_OLD_IMAGES',
      ofStream,
    ),
    brokenBy: {
      'new images only': withProperty('AWS::DynamoDB::Table', 'StreamSpecification.StreamViewType', 'NEW_IMAGE'),
    },
  },
  {
    promise: 'the function has time for a whole batch',
    violations: every(
      MAPPING,
      ({ resource }, template) =>
        numberAt(targetIn(template, at(resource.Properties, 'FunctionName'))?.Properties, 'Timeout') >= 60,
      ofStream,
    ),
    brokenBy: { 'a time-out too short for a batch': withProperty('AWS::Lambda::Function', 'Timeout', 10) },
  },
];
