import { at, each, numberAt, type TemplatePromise, targetIn, withResource } from '../../support/template-promise.ts';

const SCHEDULE = 'AWS::Scheduler::Schedule';
const target = (deadLetters: unknown, MaximumEventAgeInSeconds: unknown) => ({
  Target: { DeadLetterConfig: { Arn: deadLetters }, RetryPolicy: { MaximumEventAgeInSeconds } },
});
const A_QUEUE = { 'Fn::GetAtt': ['EventsDeadLetters8A90034E', 'Arn'] };

export const SCHEDULE_PROMISES: readonly TemplatePromise[] = [
  {
    promise: 'what a schedule could not deliver is set aside',
    violations: each(
      SCHEDULE,
      ({ resource }, template) =>
        targetIn(template, at(resource.Properties, 'Target.DeadLetterConfig.Arn'))?.Type === 'AWS::SQS::Queue',
    ),
    brokenBy: { 'a schedule without a dead-letter queue': withResource(SCHEDULE, target(undefined, 240)) },
  },
  {
    promise: 'a schedule gives a run up within the hour, for the next one does its work',
    violations: each(
      SCHEDULE,
      ({ resource }) => numberAt(resource.Properties, 'Target.RetryPolicy.MaximumEventAgeInSeconds') <= 3_600,
    ),
    brokenBy: { 'a schedule that retries for a day': withResource(SCHEDULE, target(A_QUEUE, undefined)) },
  },
];
