import { Aws, Duration, Stack, Validations } from 'aws-cdk-lib';
import { PolicyDocument, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { DEAD_LETTER_RETENTION_SECONDS } from '../../shared/queues.ts';
import { createQueue } from './events-queue.ts';
import { allow, type PipelineFunction } from './pipeline-function.ts';

/** Runs a function on a schedule; answers the queue of the runs that could not be started. */
export const runEvery = (
  scope: Construct,
  { lambda }: PipelineFunction,
  { minutes, description }: { readonly minutes: number; readonly description: string },
): Queue => {
  // A run that comes later than the next one has nothing left to do, and neither has one that is repeated.
  const givenUpAfter = Duration.minutes(minutes).minus(Duration.minutes(1));
  lambda.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: givenUpAfter });
  const undelivered = createQueue(scope, 'Undelivered', {
    retentionPeriod: Duration.seconds(DEAD_LETTER_RETENTION_SECONDS),
  });
  Validations.of(undelivered).acknowledge(READ_BY_PEOPLE_ONLY);
  const may = [allow(['lambda:InvokeFunction'], lambda.functionArn), allow(['sqs:SendMessage'], undelivered.queueArn)];
  const role = new Role(scope, 'ScheduleRole', {
    // Only schedules of this account, in the group that ours are in: the scheduler names the group as its source.
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID, 'aws:SourceArn': scheduleGroupArn(scope) },
      },
    }),
    inlinePolicies: { least: new PolicyDocument({ statements: may }) },
  });
  new CfnSchedule(scope, 'Schedule', {
    description,
    groupName: SCHEDULE_GROUP,
    scheduleExpression: `rate(${minutes} minutes)`,
    flexibleTimeWindow: { mode: 'OFF' },
    target: {
      arn: lambda.functionArn,
      roleArn: role.roleArn,
      deadLetterConfig: { arn: undelivered.queueArn },
      retryPolicy: { maximumEventAgeInSeconds: givenUpAfter.toSeconds(), maximumRetryAttempts: 3 },
    },
  });
  return undelivered;
};

/** The one that is always there. */
const SCHEDULE_GROUP = 'default';

const scheduleGroupArn = (scope: Construct): string =>
  Stack.of(scope).formatArn({ service: 'scheduler', resource: 'schedule-group', resourceName: SCHEDULE_GROUP });

const READ_BY_PEOPLE_ONLY = {
  id: 'AwsSolutions-SQS3',
  reason:
    'This queue is itself where the scheduler sets aside the runs that it could not start. Only people read from it, ' +
    'with an alarm at the first message, so that nothing needs a second queue behind it.',
};
