/** That what an alarm or the monitor says arrives, and is read by nobody on the way. */

import { ALARMS } from '../../../shared/names.ts';
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
} from '../../support/template-promise.ts';

const ALARM = 'AWS::CloudWatch::Alarm';
const TOPIC = 'AWS::SNS::Topic';
const KEY = 'AWS::KMS::Key';

const allowsCloudWatch = (statement: unknown, actions: readonly string[]): boolean =>
  at(statement, 'Effect') === 'Allow' &&
  listOf(at(statement, 'Principal.Service')).includes('cloudwatch.amazonaws.com') &&
  actions.every((action) => listOf(at(statement, 'Action')).includes(action));

/** Notices of silence have a topic of their own, into which only the monitor publishes. */
const isForAlarms = ({ id }: Located, template: PipelineTemplate): boolean =>
  resourcesOf(template, ALARM)
    .flatMap(({ resource }) => listOf(at(resource.Properties, 'AlarmActions')))
    .map(targetOf)
    .includes(id);

/** Everything else wakes somebody. Who moves an alarm in or out says so here. */
const WAITS_FOR_THE_MORNING: readonly string[] = [
  ALARMS.silentIntegrationsWarning,
  ALARMS.integrationsLosingEvents,
  ALARMS.unauthorizedJump,
  ALARMS.eventsRejected,
  ALARMS.monitorFailures,
  // What they announce has an alarm that wakes: a missing heartbeat, late counts, 5xx of the HTTP API.
  ALARMS.watchSilenceErrors,
  ALARMS.eraseIntegrationsErrors,
  ...Object.values(ALARMS).filter((name) => name.endsWith('-throttles')),
];

const goesTo = ({ resource }: Located): string =>
  listOf(at(resource.Properties, 'AlarmActions'))
    .map((action) => /Critical|Warning/.exec(targetOf(action))?.[0])
    .join();

const expectedOf = ({ resource }: Located): string =>
  WAITS_FOR_THE_MORNING.some((name) => String(at(resource.Properties, 'AlarmName')).endsWith(`-${name}`))
    ? 'Warning'
    : 'Critical';

export const TOPIC_PROMISES: readonly TemplatePromise[] = [
  {
    promise: 'what must wake somebody does, and nothing else',
    violations: every(ALARM, (alarm) => goesTo(alarm) === expectedOf(alarm)),
    brokenBy: {
      'a critical alarm that waits': withProperty(
        ALARM,
        'AlarmActions',
        [{ Ref: 'AlarmsWarningD22D5CEB' }],
        (alarm) => expectedOf(alarm) === 'Critical',
      ),
      'a warning that wakes': withProperty(
        ALARM,
        'AlarmActions',
        [{ Ref: 'AlarmsCritical0FB98BB8' }],
        (alarm) => expectedOf(alarm) === 'Warning',
      ),
    },
  },
  {
    promise: 'the topics of the alarms are encrypted with a key that lets CloudWatch publish',
    violations: every(
      TOPIC,
      ({ resource }, template) =>
        listOf(
          at(targetIn(template, at(resource.Properties, 'KmsMasterKeyId'))?.Properties, 'KeyPolicy.Statement'),
        ).some((statement) => allowsCloudWatch(statement, ['kms:Decrypt', 'kms:GenerateDataKey*'])),
      isForAlarms,
    ),
    brokenBy: {
      'a key for the account only': withProperty(KEY, 'KeyPolicy.Statement', []),
      'no key': withProperty(TOPIC, 'KmsMasterKeyId', undefined),
    },
  },
  {
    promise: 'every topic is encrypted with a key of the stack, and refuses plain text',
    violations: (template) => {
      const refusing = resourcesOf(template, 'AWS::SNS::TopicPolicy')
        .filter(({ resource }) =>
          listOf(at(resource.Properties, 'PolicyDocument.Statement')).some(
            (statement) =>
              at(statement, 'Effect') === 'Deny' &&
              at(at(statement, 'Condition.Bool'), 'aws:SecureTransport') === 'false',
          ),
        )
        .flatMap(({ resource }) => listOf(at(resource.Properties, 'Topics')).map(targetOf));
      return every(
        TOPIC,
        ({ id, resource }) =>
          targetIn(template, at(resource.Properties, 'KmsMasterKeyId'))?.Type === KEY && refusing.includes(id),
      )(template);
    },
    brokenBy: {
      'notices in the open': withProperty(TOPIC, 'KmsMasterKeyId', undefined, ({ id }) => id.includes('Notices')),
      'a topic without a policy': withProperty('AWS::SNS::TopicPolicy', 'Topics', []),
      'a policy that denies nothing': withProperty('AWS::SNS::TopicPolicy', 'PolicyDocument.Statement', []),
    },
  },
  {
    promise: 'the own policies of the alarms’ topics let CloudWatch publish, and refuse plain text',
    violations: (template) => {
      const documents = (id: string) =>
        resourcesOf(template, 'AWS::SNS::TopicPolicy')
          .filter(({ resource }) => listOf(at(resource.Properties, 'Topics')).map(targetOf).includes(id))
          .flatMap(({ resource }) => listOf(at(resource.Properties, 'PolicyDocument.Statement')));
      return every(
        TOPIC,
        ({ id }) =>
          documents(id).some((statement) => allowsCloudWatch(statement, ['sns:Publish'])) &&
          documents(id).some((statement) => at(statement, 'Effect') === 'Deny'),
        isForAlarms,
      )(template);
    },
    brokenBy: {
      'a policy without CloudWatch': withProperty('AWS::SNS::TopicPolicy', 'PolicyDocument.Statement', [
        { Effect: 'Deny' },
      ]),
      'no policy': without('AWS::SNS::TopicPolicy'),
    },
  },
];
