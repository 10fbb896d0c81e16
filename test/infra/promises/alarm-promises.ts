import { ALARMS, METRICS } from '../../../shared/names.ts';
import type { PipelineTemplate } from '../../support/pipeline-template.ts';
import {
  at,
  every,
  type Located,
  listOf,
  resourcesOf,
  type TemplatePromise,
  targetIn,
  targetOf,
  without,
  withProperty,
  withResource,
} from '../../support/template-promise.ts';

const ALARM = 'AWS::CloudWatch::Alarm';
const COMPOSITE = 'AWS::CloudWatch::CompositeAlarm';
const TOPIC = 'AWS::SNS::Topic';

/** Most are about something that happens, and nothing happens in a quiet night. */
const MISSING_DATA = new Map<string, string>([
  [ALARMS.monitorHeartbeatMissing, 'breaching'],
  // What the monitor found stands until it finds something else.
  [ALARMS.silentIntegrationsCritical, 'ignore'],
  [ALARMS.silentIntegrationsWarning, 'ignore'],
  [ALARMS.integrationsLosingEvents, 'ignore'],
  [ALARMS.manySilentTogether, 'ignore'],
  [ALARMS.pipelineStalled, 'ignore'],
]);

const missingDataOf = ({ resource }: Located): string | undefined =>
  MISSING_DATA.get(String(at(resource.Properties, 'AlarmName')).replace(/^pipeline-/, ''));

const isHeartbeat = ({ resource }: Located): boolean => /heartbeat/i.test(String(at(resource.Properties, 'AlarmName')));

/** The alarms on a metric of AWS, by the logical id in one of its dimensions. */
const watchedBy = (template: PipelineTemplate, metricName: string): readonly string[] =>
  resourcesOf(template, ALARM)
    .filter(({ resource }) => at(resource.Properties, 'MetricName') === metricName)
    .flatMap(({ resource }) => listOf(at(resource.Properties, 'Dimensions')))
    .map((dimension) => targetOf(at(dimension, 'Value')));

const isAbout =
  (metricName: string) =>
  ({ resource }: Located) =>
    at(resource.Properties, 'MetricName') === metricName;

/** The namespaces into which the functions of a template write. */
const namespacesOf = (template: PipelineTemplate): ReadonlySet<unknown> =>
  new Set(
    resourcesOf(template, 'AWS::Lambda::Function').map(({ resource }) =>
      at(resource.Properties, 'Environment.Variables.METRIC_NAMESPACE'),
    ),
  );

const isOfAws = ({ resource }: Located): boolean => String(at(resource.Properties, 'Namespace')).startsWith('AWS/');

export const ALARM_PROMISES: readonly TemplatePromise[] = [
  {
    promise: 'every alarm tells somebody, when it starts and when it ends',
    violations: every(ALARM, ({ resource: { Properties } }, template) =>
      ['AlarmActions', 'OKActions'].every((actions) => {
        const targets = listOf(at(Properties, actions));
        return targets.length > 0 && targets.every((action) => targetIn(template, action)?.Type === TOPIC);
      }),
    ),
    brokenBy: {
      'no action': withProperty(ALARM, 'AlarmActions', undefined),
      'an action into nothing': withProperty(ALARM, 'AlarmActions', [{ Ref: 'Nobody' }]),
      'no word of its end': withProperty(ALARM, 'OKActions', []),
    },
  },
  {
    promise: 'the composite alarm tells somebody too',
    violations: every(COMPOSITE, ({ resource: { Properties } }, template) =>
      ['AlarmActions', 'OKActions'].every((actions) =>
        listOf(at(Properties, actions)).some((action) => targetIn(template, action)?.Type === TOPIC),
      ),
    ),
    brokenBy: { 'no action': withProperty(COMPOSITE, 'AlarmActions', []) },
  },
  {
    promise: 'no alarm is muted, neither by itself nor by another',
    violations: (template) =>
      [ALARM, COMPOSITE].flatMap((type) =>
        every(
          type,
          ({ resource: { Properties } }) =>
            at(Properties, 'ActionsEnabled') !== false && at(Properties, 'ActionsSuppressor') === undefined,
        )(template),
      ),
    brokenBy: {
      'actions off': withProperty(ALARM, 'ActionsEnabled', false),
      'actions of the composite alarm off': withProperty(COMPOSITE, 'ActionsEnabled', false),
      'an alarm that silences it': withProperty(COMPOSITE, 'ActionsSuppressor', 'arn'),
    },
  },
  {
    promise: 'every alarm says a sentence and where the runbook goes on',
    violations: every(ALARM, ({ resource }) =>
      /^\S.{20,}\. Runbook: docs\/runbook\.md#[a-z0-9-]+$/.test(String(at(resource.Properties, 'AlarmDescription'))),
    ),
    brokenBy: {
      'no description': withProperty(ALARM, 'AlarmDescription', undefined),
      'no anchor': withProperty(ALARM, 'AlarmDescription', 'Something is wrong, and somebody is hurt by it.'),
    },
  },
  {
    promise: 'missing data mean what was chosen for each alarm',
    violations: every(
      ALARM,
      (alarm) => at(alarm.resource.Properties, 'TreatMissingData') === (missingDataOf(alarm) ?? 'notBreaching'),
    ),
    brokenBy: {
      'no choice': withProperty(ALARM, 'TreatMissingData', undefined),
      'a silence that ends when the monitor does': withProperty(
        ALARM,
        'TreatMissingData',
        'notBreaching',
        (alarm) => missingDataOf(alarm) === 'ignore',
      ),
      'an alarm that a quiet night keeps up': withProperty(ALARM, 'TreatMissingData', 'ignore'),
    },
  },
  {
    promise: 'a missing heartbeat is an alarm',
    violations: every(
      ALARM,
      ({ resource }) => at(resource.Properties, 'TreatMissingData') === 'breaching',
      isHeartbeat,
    ),
    brokenBy: {
      'no alarm on the heartbeat': without(ALARM, isHeartbeat),
      'a heartbeat that may stop': withResource(ALARM, {
        AlarmName: 'monitor-heartbeat-missing',
        TreatMissingData: 'notBreaching',
      }),
    },
  },
  {
    promise: 'no alarm watches a metric of ours that does not exist',
    violations: every(
      ALARM,
      ({ resource }) =>
        Object.values(METRICS).some((name) => name === at(resource.Properties, 'MetricName')) &&
        at(resource.Properties, 'Dimensions') === undefined,
      (alarm) => !isOfAws(alarm),
    ),
    brokenBy: {
      'a misspelt metric': withProperty(ALARM, 'MetricName', 'StaleKeysUsed'),
      'a dimension that nobody writes': withProperty(ALARM, 'Dimensions', [{ Name: 'IntegrationId', Value: 'x' }]),
    },
  },
  {
    promise: 'functions write into one namespace, the stack’s own, and alarms look there',
    violations: (template) => [
      ...([...namespacesOf(template)].join() === 'FreshchatContacts/pipeline' ? [] : ['functions']),
      ...every(
        ALARM,
        ({ resource }) => namespacesOf(template).has(at(resource.Properties, 'Namespace')),
        (alarm) => !isOfAws(alarm),
      )(template),
    ],
    brokenBy: {
      'a function that writes into that of all stages': withProperty(
        'AWS::Lambda::Function',
        'Environment.Variables.METRIC_NAMESPACE',
        'FreshchatContacts',
        ({ id }) => id.includes('RecordChats'),
      ),
      'an alarm on the metrics of another stage': withProperty(
        ALARM,
        'Namespace',
        'FreshchatContacts/other',
        (alarm) => !isOfAws(alarm),
      ),
    },
  },
  {
    promise: 'every function has an alarm on errors and one on throttles',
    violations: (template) =>
      ['Errors', 'Throttles'].flatMap((metric) =>
        every('AWS::Lambda::Function', ({ id }) => watchedBy(template, metric).includes(id))(template),
      ),
    brokenBy: {
      'no alarm on errors': without(ALARM, isAbout('Errors')),
      'no alarm on throttles': without(ALARM, isAbout('Throttles')),
    },
  },
  {
    promise: 'every queue that should be empty has an alarm on its first message',
    violations: every(
      'AWS::SQS::Queue',
      ({ id }, template) => watchedBy(template, 'ApproximateNumberOfMessagesVisible').includes(id),
      ({ resource }) => at(resource.Properties, 'RedrivePolicy') === undefined,
    ),
    brokenBy: { 'no such alarm': without(ALARM, isAbout('ApproximateNumberOfMessagesVisible')) },
  },
  {
    promise: 'every queue that is read has an alarm on its age, and every stream one on its lag',
    violations: (template) => [
      ...every(
        'AWS::SQS::Queue',
        ({ id }) => watchedBy(template, 'ApproximateAgeOfOldestMessage').includes(id),
        ({ resource }) => at(resource.Properties, 'RedrivePolicy') !== undefined,
      )(template),
      ...every(
        'AWS::Lambda::EventSourceMapping',
        ({ resource }) =>
          watchedBy(template, 'IteratorAge').includes(targetOf(at(resource.Properties, 'FunctionName'))),
        ({ resource }) => at(resource.Properties, 'StartingPosition') !== undefined,
      )(template),
    ],
    brokenBy: {
      'no alarm on the age': without(ALARM, isAbout('ApproximateAgeOfOldestMessage')),
      'no alarm on the lag': without(ALARM, isAbout('IteratorAge')),
    },
  },
];
