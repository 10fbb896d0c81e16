import type { PipelineTemplate } from '../../support/pipeline-template.ts';
import {
  at,
  every,
  type Located,
  listOf,
  numberAt,
  resourcesOf,
  type TemplatePromise,
  targetIn,
  targetOf,
  withProperty,
  withResource,
} from '../../support/template-promise.ts';

const QUEUE = 'AWS::SQS::Queue';
const MAPPING = 'AWS::Lambda::EventSourceMapping';
const DAY = 24 * 60 * 60;
const FOURTEEN_DAYS = 14 * DAY;

const ofQueue = ({ resource }: Located, template: PipelineTemplate): boolean =>
  targetIn(template, at(resource.Properties, 'EventSourceArn'))?.Type === QUEUE;

const isSource = ({ resource }: Located): boolean => at(resource.Properties, 'RedrivePolicy') !== undefined;
const isSetAside = (located: Located): boolean => !isSource(located);

const outlastsItsSource = (template: PipelineTemplate): boolean =>
  resourcesOf(template, QUEUE)
    .filter(isSource)
    .every(({ resource: { Properties: source } }) => {
      const deadLetters = targetIn(template, at(source, 'RedrivePolicy.deadLetterTargetArn'));
      return numberAt(deadLetters?.Properties, 'MessageRetentionPeriod') > numberAt(source, 'MessageRetentionPeriod');
    });

export const QUEUE_PROMISES: readonly TemplatePromise[] = [
  {
    promise: 'a message stays hidden for six time-outs of its function and the batching window',
    violations: every(
      MAPPING,
      ({ resource: { Properties: mapping } }, template) => {
        const queue = targetIn(template, at(mapping, 'EventSourceArn'))?.Properties;
        const timeout = numberAt(targetIn(template, at(mapping, 'FunctionName'))?.Properties, 'Timeout');
        const window = numberAt(mapping, 'MaximumBatchingWindowInSeconds');
        return numberAt(queue, 'VisibilityTimeout') >= 6 * timeout + window;
      },
      ofQueue,
    ),
    brokenBy: {
      'a shorter visibility time-out': withProperty(QUEUE, 'VisibilityTimeout', 180, isSource),
      'no visibility time-out': withProperty(QUEUE, 'VisibilityTimeout', undefined, isSource),
      'a longer function time-out': withProperty('AWS::Lambda::Function', 'Timeout', 31),
      'a longer window': withProperty(MAPPING, 'MaximumBatchingWindowInSeconds', 2, ofQueue),
    },
  },
  {
    promise: 'one bad message does not send its neighbours back',
    violations: every(
      MAPPING,
      ({ resource }) => listOf(at(resource.Properties, 'FunctionResponseTypes')).includes('ReportBatchItemFailures'),
      ofQueue,
    ),
    brokenBy: {
      'no response types': withProperty(MAPPING, 'FunctionResponseTypes', undefined, ofQueue),
      'empty response types': withProperty(MAPPING, 'FunctionResponseTypes', [], ofQueue),
    },
  },
  {
    promise: 'a flood waits in the queue instead of taking the account’s concurrency',
    violations: every(
      MAPPING,
      ({ resource }) => numberAt(resource.Properties, 'ScalingConfig.MaximumConcurrency') >= 2,
      ofQueue,
    ),
    brokenBy: { 'no maximum concurrency': withProperty(MAPPING, 'ScalingConfig', undefined, ofQueue) },
  },
  {
    promise: 'a batch above ten has a window, as AWS demands',
    violations: every(
      MAPPING,
      ({ resource: { Properties } }) =>
        numberAt(Properties, 'BatchSize') <= 10 || numberAt(Properties, 'MaximumBatchingWindowInSeconds') >= 1,
      ofQueue,
    ),
    brokenBy: { 'no window': withProperty(MAPPING, 'MaximumBatchingWindowInSeconds', 0, ofQueue) },
  },
  {
    promise: 'no filter stands between a queue and its function, for it would delete what does not match',
    violations: every(MAPPING, ({ resource }) => at(resource.Properties, 'FilterCriteria') === undefined, ofQueue),
    brokenBy: { 'a filter': withProperty(MAPPING, 'FilterCriteria', { Filters: [{ Pattern: '{}' }] }, ofQueue) },
  },
  {
    promise: 'every mapping reads a queue or the ledger of this stack, and has no destination for failures',
    violations: every(
      MAPPING,
      ({ resource: { Properties } }, template) =>
        [QUEUE, 'AWS::DynamoDB::Table'].includes(targetIn(template, at(Properties, 'EventSourceArn'))?.Type ?? '') &&
        at(Properties, 'DestinationConfig') === undefined,
    ),
    brokenBy: {
      'a source from elsewhere': withResource(MAPPING, { EventSourceArn: 'arn:aws:sqs:eu-central-1:999999999999:x' }),
      'a destination': withProperty(MAPPING, 'DestinationConfig', { OnFailure: { Destination: 'arn' } }),
    },
  },
  {
    promise: 'a message waits four days for its function, at once visible and as large as a request may be',
    violations: every(
      QUEUE,
      ({ resource: { Properties } }) =>
        numberAt(Properties, 'MessageRetentionPeriod') >= 4 * DAY &&
        Number(at(Properties, 'DelaySeconds') ?? 0) === 0 &&
        at(Properties, 'MaximumMessageSize') === undefined,
    ),
    brokenBy: {
      'a minute': withProperty(QUEUE, 'MessageRetentionPeriod', 60, isSource),
      'a delay': withProperty(QUEUE, 'DelaySeconds', 900),
      'short messages': withProperty(QUEUE, 'MaximumMessageSize', 1_024),
    },
  },
  {
    promise: 'the dead letters that the function sends lie where those of SQS lie, and may be sent there',
    violations: every(
      MAPPING,
      ({ resource: { Properties } }, template) => {
        const queue = targetIn(template, at(Properties, 'EventSourceArn'))?.Properties;
        const environment = at(targetIn(template, at(Properties, 'FunctionName'))?.Properties, 'Environment.Variables');
        const target = at(queue, 'RedrivePolicy.deadLetterTargetArn');
        return (
          targetOf(target) === targetOf(at(environment, 'EVENTS_DLQ_URL')) &&
          at(targetIn(template, target)?.Properties, 'RedriveAllowPolicy') === undefined
        );
      },
      ofQueue,
    ),
    brokenBy: {
      'two places': withProperty(
        QUEUE,
        'RedrivePolicy.deadLetterTargetArn',
        { 'Fn::GetAtt': ['ContactTallyRepairsCDA8CC65', 'Arn'] },
        isSource,
      ),
      'a queue that takes no dead letters': withProperty(QUEUE, 'RedriveAllowPolicy', { redrivePermission: 'denyAll' }),
    },
  },
  {
    promise: 'a mapping is switched on',
    violations: every(MAPPING, ({ resource }) => at(resource.Properties, 'Enabled') !== false),
    brokenBy: { 'a mapping switched off': withProperty(MAPPING, 'Enabled', false) },
  },
  {
    promise: 'what is set aside waits 14 days for somebody',
    violations: every(
      QUEUE,
      ({ resource }) => numberAt(resource.Properties, 'MessageRetentionPeriod') === FOURTEEN_DAYS,
      isSetAside,
    ),
    brokenBy: {
      'a retention of four days': withProperty(QUEUE, 'MessageRetentionPeriod', 345_600, isSetAside),
      'no retention': withProperty(QUEUE, 'MessageRetentionPeriod', undefined, isSetAside),
    },
  },
  {
    promise: 'a dead letter outlasts its source, for its age counts from the first send',
    violations: (template) => (outlastsItsSource(template) ? [] : ['a dead-letter queue']),
    brokenBy: {
      'a source that keeps as long': withProperty(QUEUE, 'MessageRetentionPeriod', FOURTEEN_DAYS, isSource),
      'a shorter dead-letter queue': withProperty(QUEUE, 'MessageRetentionPeriod', 86_400, isSetAside),
    },
  },
  {
    promise: 'each queue that a function reads has a dead-letter queue, after 15 receives at the earliest',
    violations: every(
      MAPPING,
      ({ resource }, template) => {
        const queue = targetIn(template, at(resource.Properties, 'EventSourceArn'))?.Properties;
        const deadLetters = targetIn(template, at(queue, 'RedrivePolicy.deadLetterTargetArn'));
        return deadLetters?.Type === QUEUE && numberAt(queue, 'RedrivePolicy.maxReceiveCount') >= 15;
      },
      ofQueue,
    ),
    brokenBy: {
      'no dead-letter queue': withProperty(QUEUE, 'RedrivePolicy', undefined),
      'five receives, which a short outage of the tables uses up': withProperty(
        QUEUE,
        'RedrivePolicy.maxReceiveCount',
        5,
        isSource,
      ),
    },
  },
  {
    promise: 'every queue is encrypted',
    violations: every(QUEUE, ({ resource }) => at(resource.Properties, 'SqsManagedSseEnabled') === true),
    brokenBy: { 'encryption off': withProperty(QUEUE, 'SqsManagedSseEnabled', false) },
  },
  {
    promise: 'every queue refuses what does not come over TLS',
    violations: (template) => {
      const refusing = resourcesOf(template, 'AWS::SQS::QueuePolicy')
        .filter(({ resource }) => listOf(at(resource.Properties, 'PolicyDocument.Statement')).some(refusesPlainText))
        .flatMap(({ resource }) => listOf(at(resource.Properties, 'Queues')).map(targetOf));
      return every(QUEUE, ({ id }) => refusing.includes(id))(template);
    },
    brokenBy: {
      'a queue without a policy': withProperty('AWS::SQS::QueuePolicy', 'Queues', []),
      'a policy that denies nothing': withProperty('AWS::SQS::QueuePolicy', 'PolicyDocument.Statement', []),
    },
  },
];

const refusesPlainText = (statement: unknown): boolean =>
  at(statement, 'Effect') === 'Deny' &&
  at(statement, 'Action') === 'sqs:*' &&
  at(at(statement, 'Condition.Bool'), 'aws:SecureTransport') === 'false';
