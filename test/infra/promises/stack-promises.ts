/** Promises about the stack as a whole: what may stand in it at all, and who is let in from beside a role. */

import type { PipelineTemplate } from '../../support/pipeline-template.ts';
import {
  at,
  listOf,
  resourcesOf,
  type TemplatePromise,
  withProperty,
  withResource,
} from '../../support/template-promise.ts';

/** Whoever adds a kind of resource writes down here that its promises are made. */
const KNOWN_TYPES: readonly string[] = [
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::ApiMapping',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::DomainName',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient',
  'AWS::Cognito::UserPoolDomain',
  'AWS::Cognito::UserPoolGroup',
  'AWS::Cognito::UserPoolResourceServer',
  'AWS::DynamoDB::Table',
  'AWS::IAM::Role',
  'AWS::KMS::Key',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  'AWS::Logs::QueryDefinition',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
  'AWS::Scheduler::Schedule',
];

const TABLE = 'AWS::DynamoDB::Table';
const QUEUE_POLICY = 'AWS::SQS::QueuePolicy';
const TOPIC_POLICY = 'AWS::SNS::TopicPolicy';
const KEY = 'AWS::KMS::Key';
const DOCUMENT = 'PolicyDocument.Statement';

const RESOURCE_STATEMENTS = [
  [KEY, 'KeyPolicy.Statement'],
  [TOPIC_POLICY, DOCUMENT],
  [QUEUE_POLICY, DOCUMENT],
] as const;

const OWN_ACCOUNT = JSON.stringify({
  AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, ':root']] },
});
const CLOUDWATCH = JSON.stringify({ Service: 'cloudwatch.amazonaws.com' });
const OWN_ALARMS = {
  'Fn::Join': [
    '',
    [
      'arn:',
      { Ref: 'AWS::Partition' },
      ':cloudwatch:',
      { Ref: 'AWS::Region' },
      ':',
      { Ref: 'AWS::AccountId' },
      ':alarm:pipeline-*',
    ],
  ],
};
const FROM_OWN_ALARMS = JSON.stringify({
  StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
  ArnLike: { 'aws:SourceArn': OWN_ALARMS },
});
/** Nobody but one role reads Freshchat keys: promised further in, in admin-promises.ts. */
const isDenialOfDecrypting = (statement: unknown): boolean =>
  listOf(at(statement, 'Action')).join() === 'kms:Decrypt,kms:ReEncryptFrom';
const OVER_PLAIN_TEXT = JSON.stringify({ Bool: { 'aws:SecureTransport': 'false' } });

const isExpected = (statement: unknown): boolean => {
  const principal = JSON.stringify(at(statement, 'Principal'));
  const condition = at(statement, 'Condition');
  if (at(statement, 'Effect') === 'Deny') {
    return JSON.stringify(condition) === OVER_PLAIN_TEXT || isDenialOfDecrypting(statement);
  }
  // A key's policy has no condition: with one that CloudWatch does not send, alarms would vanish unseen.
  if (principal === CLOUDWATCH) return isOfAKey(statement) || JSON.stringify(condition) === FROM_OWN_ALARMS;
  return principal === OWN_ACCOUNT && condition === undefined;
};

const isOfAKey = (statement: unknown): boolean =>
  listOf(at(statement, 'Action')).every((action) => String(action).startsWith('kms:'));

const withStatement = (type: string, path: string, statement: Readonly<Record<string, unknown>>) =>
  withProperty(type, path, [{ Action: '*', Resource: '*', ...statement }]);

const onlyUnderACondition = (template: PipelineTemplate): PipelineTemplate => ({
  Resources: Object.fromEntries(
    Object.entries(template.Resources).map(([id, resource]) => [
      id,
      resource.Type === TABLE ? { ...resource, Condition: 'Never' } : resource,
    ]),
  ),
});

export const STACK_PROMISES: readonly TemplatePromise[] = [
  {
    promise: 'the stack holds no kind of resource that nobody made promises for',
    violations: ({ Resources }) =>
      Object.entries(Resources)
        .filter(([, { Type }]) => !KNOWN_TYPES.includes(Type))
        .map(([id]) => id),
    brokenBy: {
      'a table of another kind': withResource('AWS::DynamoDB::GlobalTable', {}),
      'a function with an address of its own': withResource('AWS::Lambda::Url', { AuthType: 'NONE' }),
      'a user with an access key': withResource('AWS::IAM::AccessKey', { UserName: 'somebody' }),
      'a copy of the log': withResource('AWS::Logs::SubscriptionFilter', {}),
      'a policy of a queue beside its own': withResource('AWS::SQS::QueueInlinePolicy', {}),
    },
  },
  {
    promise: 'no resource is left out under a condition',
    violations: ({ Resources }) =>
      Object.entries(Resources)
        .filter(([, { Condition }]) => Condition !== undefined)
        .map(([id]) => id),
    brokenBy: { 'tables that are made on a condition': onlyUnderACondition },
  },
  {
    promise: 'policies of resources let in the own account and its alarms, and refuse plain text only',
    violations: (template) =>
      RESOURCE_STATEMENTS.flatMap(([type, path]) =>
        resourcesOf(template, type)
          .filter(({ resource }) => !listOf(at(resource.Properties, path)).every(isExpected))
          .map(({ id }) => id),
      ),
    brokenBy: {
      'another account, at a queue': withStatement(QUEUE_POLICY, DOCUMENT, {
        Effect: 'Allow',
        Principal: { AWS: '999999999999' },
      }),
      'anybody in a list, at a topic': withStatement(TOPIC_POLICY, DOCUMENT, {
        Effect: 'Allow',
        Principal: { AWS: ['*'] },
      }),
      'all but one, at a key': withStatement(KEY, 'KeyPolicy.Statement', {
        Effect: 'Allow',
        NotPrincipal: { AWS: '999999999999' },
      }),
      'alarms of another account': withStatement(TOPIC_POLICY, DOCUMENT, {
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': '999999999999' } },
      }),
      'any alarm of the account': withStatement(TOPIC_POLICY, DOCUMENT, {
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      }),
      'nobody at all': withStatement(TOPIC_POLICY, DOCUMENT, { Effect: 'Deny', Principal: '*' }),
    },
  },
  {
    promise: 'no table has a policy of its own, nor sends its changes elsewhere',
    violations: (template) =>
      resourcesOf(template, TABLE)
        .filter(({ resource: { Properties } }) =>
          ['ResourcePolicy', 'StreamSpecification.ResourcePolicy', 'KinesisStreamSpecification'].some(
            (path) => at(Properties, path) !== undefined,
          ),
        )
        .map(({ id }) => id),
    brokenBy: {
      'a policy of the table': withProperty(TABLE, 'ResourcePolicy', { PolicyDocument: {} }),
      'a policy of its stream': withProperty(TABLE, 'StreamSpecification.ResourcePolicy', { PolicyDocument: {} }),
      'a stream to elsewhere': withProperty(TABLE, 'KinesisStreamSpecification', { StreamArn: 'arn' }),
    },
  },
];
