import {
  at,
  every,
  type Located,
  numberAt,
  resourcesOf,
  type TemplatePromise,
  targetIn,
  targetOf,
  without,
  withProperty,
  withResource,
} from '../../support/template-promise.ts';

const SCHEDULE = 'AWS::Scheduler::Schedule';
const INVOKE = 'AWS::Lambda::EventInvokeConfig';
const target = (deadLetters: unknown, MaximumEventAgeInSeconds: unknown) => ({
  Target: { DeadLetterConfig: { Arn: deadLetters }, RetryPolicy: { MaximumEventAgeInSeconds } },
});
const A_QUEUE = { 'Fn::GetAtt': ['EventsDeadLetters8A90034E', 'Arn'] };

const isTakenBySchedules = ({ resource }: Located): boolean =>
  at(resource.Properties, 'AssumeRolePolicyDocument.Statement.0.Principal.Service') === 'scheduler.amazonaws.com';

export const SCHEDULE_PROMISES: readonly TemplatePromise[] = [
  {
    promise: 'what a schedule could not deliver is set aside',
    violations: every(
      SCHEDULE,
      ({ resource }, template) =>
        targetIn(template, at(resource.Properties, 'Target.DeadLetterConfig.Arn'))?.Type === 'AWS::SQS::Queue',
    ),
    brokenBy: { 'a schedule without a dead-letter queue': withResource(SCHEDULE, target(undefined, 240)) },
  },
  {
    promise: 'a schedule invokes a function, by a role that schedules alone may take',
    violations: every(SCHEDULE, ({ resource: { Properties } }, template) => {
      const role = targetIn(template, at(Properties, 'Target.RoleArn'))?.Properties;
      return (
        targetIn(template, at(Properties, 'Target.Arn'))?.Type === 'AWS::Lambda::Function' &&
        at(role, 'AssumeRolePolicyDocument.Statement.0.Principal.Service') === 'scheduler.amazonaws.com'
      );
    }),
    brokenBy: {
      'a schedule of nothing': withProperty(SCHEDULE, 'Target.Arn', 'arn'),
      'a role of somebody else': withProperty(SCHEDULE, 'Target.RoleArn', {
        'Fn::GetAtt': ['EventDoorReceiveEventsRole2CA25EA7', 'Arn'],
      }),
    },
  },
  {
    promise: 'only a schedule of this account, in the group of ours, takes the role of a schedule',
    violations: every(
      'AWS::IAM::Role',
      ({ resource: { Properties } }) => {
        const condition = at(Properties, 'AssumeRolePolicyDocument.Statement.0.Condition.StringEquals');
        return (
          JSON.stringify(at(condition, 'aws:SourceAccount')) === '{"Ref":"AWS::AccountId"}' &&
          JSON.stringify(at(condition, 'aws:SourceArn') ?? '').includes(':schedule-group/default"')
        );
      },
      isTakenBySchedules,
    ),
    brokenBy: {
      'any schedule of the account': withProperty(
        'AWS::IAM::Role',
        'AssumeRolePolicyDocument.Statement.0.Condition.StringEquals',
        { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
        isTakenBySchedules,
      ),
      'any schedule at all': withProperty(
        'AWS::IAM::Role',
        'AssumeRolePolicyDocument.Statement.0.Condition',
        undefined,
        isTakenBySchedules,
      ),
    },
  },
  {
    promise: 'every schedule is switched on, every five minutes, for ever',
    violations: every(
      SCHEDULE,
      ({ resource: { Properties } }) =>
        at(Properties, 'State') !== 'DISABLED' &&
        at(Properties, 'ScheduleExpression') === 'rate(5 minutes)' &&
        at(Properties, 'FlexibleTimeWindow.Mode') === 'OFF' &&
        at(Properties, 'StartDate') === undefined &&
        at(Properties, 'EndDate') === undefined,
    ),
    brokenBy: {
      'a schedule switched off': withProperty(SCHEDULE, 'State', 'DISABLED'),
      'every five hours': withProperty(SCHEDULE, 'ScheduleExpression', 'rate(5 hours)'),
      'some time within an hour': withProperty(SCHEDULE, 'FlexibleTimeWindow', {
        Mode: 'FLEXIBLE',
        MaximumWindowInMinutes: 60,
      }),
      'an end': withProperty(SCHEDULE, 'EndDate', '2027-01-01T00:00:00Z'),
    },
  },
  {
    promise: 'a schedule gives a run up within the hour, for the next one does its work',
    violations: every(
      SCHEDULE,
      ({ resource }) => numberAt(resource.Properties, 'Target.RetryPolicy.MaximumEventAgeInSeconds') <= 3_600,
    ),
    brokenBy: { 'a schedule that retries for a day': withResource(SCHEDULE, target(A_QUEUE, undefined)) },
  },
  {
    promise: 'a scheduled run that failed is not repeated, for the next one does its work',
    violations: every(SCHEDULE, ({ resource: { Properties } }, template) => {
      const invoked = targetOf(at(Properties, 'Target.Arn'));
      return resourcesOf(template, INVOKE).some(
        ({ resource }) =>
          targetOf(at(resource.Properties, 'FunctionName')) === invoked &&
          at(resource.Properties, 'MaximumRetryAttempts') === 0 &&
          numberAt(resource.Properties, 'MaximumEventAgeInSeconds') < 300 &&
          at(resource.Properties, 'DestinationConfig') === undefined,
      );
    }),
    brokenBy: {
      'Lambda’s two retries': withProperty(INVOKE, 'MaximumRetryAttempts', undefined),
      'a run that waits for hours': withProperty(INVOKE, 'MaximumEventAgeInSeconds', 21_600),
      'a destination': withProperty(INVOKE, 'DestinationConfig', { OnFailure: { Destination: 'arn' } }),
      'no settings': without(INVOKE),
    },
  },
];
