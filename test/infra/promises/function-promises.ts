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
} from '../../support/template-promise.ts';

const FUNCTION = 'AWS::Lambda::Function';
const LOGS = 'AWS::Logs::LogGroup';
const VARIABLES = 'Environment.Variables';

const SECRET_NAME = /SECRET|PASSWORD|PASSPHRASE|TOKEN|CREDENTIAL|PRIVATE|_KEY$/i;
const NAMEABLE = [
  'AWS::Lambda::Function',
  'AWS::DynamoDB::Table',
  'AWS::SQS::Queue',
  'AWS::SNS::Topic',
  'AWS::KMS::Key',
];

/** Nothing, or an instant. */
const isInstant = (value: unknown): boolean => value === '' || !Number.isNaN(Date.parse(String(value)));

/** What names a table, queue, topic or key of the stack is no secret; of text, only what is listed here is known as none. */
const mayBeSecret = ([name, value]: readonly [string, unknown], template: PipelineTemplate): boolean =>
  SECRET_NAME.test(name) ||
  !(
    name === 'METRIC_NAMESPACE' ||
    (name === 'RECOUNTED_UNTIL' && isInstant(value)) ||
    (name === 'MAX_INTEGRATIONS' && /^\d{1,4}$/.test(String(value))) ||
    NAMEABLE.includes(targetIn(template, value)?.Type ?? 'nothing of the stack')
  );

const usedOnce = (path: string) => (located: Located, template: PipelineTemplate) => {
  const target = targetOf(at(located.resource.Properties, path));
  const users = resourcesOf(template, FUNCTION).filter(
    ({ resource }) => targetOf(at(resource.Properties, path)) === target,
  );
  return template.Resources[target] !== undefined && users.length === 1;
};

export const FUNCTION_PROMISES: readonly TemplatePromise[] = [
  {
    promise: 'every function has a role of its own',
    violations: every(FUNCTION, usedOnce('Role')),
    brokenBy: {
      'a shared role': withProperty(FUNCTION, 'Role', { 'Fn::GetAtt': ['EventDoorReceiveEventsRole2CA25EA7', 'Arn'] }),
      'a role from elsewhere': withProperty(FUNCTION, 'Role', 'arn:aws:iam::111111111111:role/admin'),
    },
  },
  {
    promise: 'every function has a log of its own',
    violations: every(FUNCTION, usedOnce('LoggingConfig.LogGroup')),
    brokenBy: {
      'a log that Lambda makes, kept for ever': withProperty(FUNCTION, 'LoggingConfig.LogGroup', undefined),
    },
  },
  {
    promise: 'every log forgets',
    violations: every(LOGS, ({ resource }) => numberAt(resource.Properties, 'RetentionInDays') <= 400),
    brokenBy: {
      'no retention': withProperty(LOGS, 'RetentionInDays', undefined),
      'ten years': withProperty(LOGS, 'RetentionInDays', 3_653),
    },
  },
  {
    promise: 'log lines reach CloudWatch as they were written, so that it finds the metrics in them',
    violations: every(FUNCTION, ({ resource }) => at(resource.Properties, 'LoggingConfig.LogFormat') === 'Text'),
    brokenBy: { 'lines wrapped in JSON': withProperty(FUNCTION, 'LoggingConfig.LogFormat', 'JSON') },
  },
  {
    promise: 'every function runs on Node 24 on ARM',
    violations: every(
      FUNCTION,
      ({ resource: { Properties } }) =>
        at(Properties, 'Runtime') === 'nodejs24.x' && at(Properties, 'Architectures.0') === 'arm64',
    ),
    brokenBy: {
      'an older Node': withProperty(FUNCTION, 'Runtime', 'nodejs20.x'),
      'another processor': withProperty(FUNCTION, 'Architectures', ['x86_64']),
    },
  },
  {
    promise: 'no environment variable is a secret: each names a resource of the stack',
    violations: every(
      FUNCTION,
      ({ resource }, template) =>
        !Object.entries(at(resource.Properties, VARIABLES) ?? {}).some((variable) => mayBeSecret(variable, template)),
    ),
    brokenBy: {
      'a name of a secret': withProperty(FUNCTION, `${VARIABLES}.FRESHCHAT_API_KEY`, { Ref: 'Key' }),
      'a token': withProperty(FUNCTION, `${VARIABLES}.FRESHCHAT_TOKEN`, 'x'),
      'a token for an instant': withProperty(FUNCTION, `${VARIABLES}.RECOUNTED_UNTIL`, 'hunter2'),
      'a token for a number': withProperty(FUNCTION, `${VARIABLES}.MAX_INTEGRATIONS`, 'hunter2'),
      'an API key of ours': withProperty(FUNCTION, `${VARIABLES}.PROBE`, 'ijx_000000000000_0'),
      'something long and random': withProperty(FUNCTION, `${VARIABLES}.PEPPER`, 'Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4'),
      'a secret that does not look like one': withProperty(FUNCTION, `${VARIABLES}.APIKEY`, 'hunter2'),
      'a secret that CloudFormation fetches': withProperty(
        FUNCTION,
        `${VARIABLES}.FRESHCHAT_AUTH`,
        '{{resolve:ssm-secure:/freshchat:1}}',
      ),
      'a parameter of the stack': withProperty(FUNCTION, `${VARIABLES}.FRESHCHAT_AUTH`, { Ref: 'Freshchat' }),
    },
  },
  {
    promise: 'no function on AWS talks to a stand-in for Freshchat, or keeps keys in a file',
    violations: every(FUNCTION, ({ resource }) => {
      const cipher = at(resource.Properties, `${VARIABLES}.FRESHCHAT_KEYS_CIPHER`);
      return (
        at(resource.Properties, `${VARIABLES}.FRESHCHAT_STAND_IN`) === undefined &&
        (cipher === undefined || at(cipher, 'Fn::GetAtt.1') === 'Arn')
      );
    }),
    brokenBy: {
      'a stand-in': withProperty(FUNCTION, `${VARIABLES}.FRESHCHAT_STAND_IN`, 'http://127.0.0.1:9'),
      'a key file': withProperty(FUNCTION, `${VARIABLES}.FRESHCHAT_KEYS_CIPHER`, 'file:///tmp/key'),
    },
  },
  {
    promise: 'X-Ray is off: its permissions cannot be narrowed to a resource',
    violations: every(FUNCTION, ({ resource }) => at(resource.Properties, 'TracingConfig') === undefined),
    brokenBy: { tracing: withProperty(FUNCTION, 'TracingConfig', { Mode: 'Active' }) },
  },
  {
    promise: 'every function that answers HTTP ends before the gateway gives up at 30 seconds',
    violations: every(
      'AWS::ApiGatewayV2::Integration',
      ({ resource }, template) =>
        numberAt(targetIn(template, at(resource.Properties, 'IntegrationUri'))?.Properties, 'Timeout') < 30,
    ),
    brokenBy: {
      'half a minute': withProperty(FUNCTION, 'Timeout', 30),
      'no integration with a function': withProperty('AWS::ApiGatewayV2::Integration', 'IntegrationUri', 'arn'),
    },
  },
  {
    promise: 'the gateway waits until the function has given up',
    violations: every('AWS::ApiGatewayV2::Integration', ({ resource: { Properties } }, template) => {
      const patience = at(Properties, 'TimeoutInMillis');
      const timeoutMs = numberAt(targetIn(template, at(Properties, 'IntegrationUri'))?.Properties, 'Timeout') * 1_000;
      return patience === undefined || Number(patience) > timeoutMs;
    }),
    brokenBy: { 'a second': withProperty('AWS::ApiGatewayV2::Integration', 'TimeoutInMillis', 1_000) },
  },
  {
    promise: 'no function has a reserved concurrency, for the reasons of decision 0006',
    violations: every(
      FUNCTION,
      ({ resource }) => at(resource.Properties, 'ReservedConcurrentExecutions') === undefined,
    ),
    brokenBy: { 'a function that never runs': withProperty(FUNCTION, 'ReservedConcurrentExecutions', 0) },
  },
  {
    promise: 'a function runs what we bundled and nothing else',
    violations: every(
      FUNCTION,
      ({ resource: { Properties } }) =>
        at(Properties, 'Layers') === undefined && at(Properties, 'Handler') === 'index.handler',
    ),
    brokenBy: {
      'a layer of somebody': withProperty(FUNCTION, 'Layers', ['arn']),
      'another entry': withProperty(FUNCTION, 'Handler', 'other.handler'),
    },
  },
  {
    promise: 'only our own API and our own user pool may invoke a function',
    violations: every('AWS::Lambda::Permission', ({ resource: { Properties } }, template) => {
      const source = at(Properties, 'SourceArn');
      if (at(Properties, 'Action') !== 'lambda:InvokeFunction') return false;
      switch (at(Properties, 'Principal')) {
        case 'apigateway.amazonaws.com':
          return listOf(at(source, 'Fn::Join.1')).some(
            (part) => targetIn(template, part)?.Type === 'AWS::ApiGatewayV2::Api',
          );
        case 'cognito-idp.amazonaws.com':
          return targetIn(template, source)?.Type === 'AWS::Cognito::UserPool';
        default:
          return false;
      }
    }),
    brokenBy: {
      'any API of any account': withProperty('AWS::Lambda::Permission', 'SourceArn', undefined),
      'any user pool': withProperty(
        'AWS::Lambda::Permission',
        'SourceArn',
        undefined,
        ({ resource }) => at(resource.Properties, 'Principal') === 'cognito-idp.amazonaws.com',
      ),
      'to do anything': withProperty('AWS::Lambda::Permission', 'Action', 'lambda:*'),
      anybody: withProperty('AWS::Lambda::Permission', 'Principal', '*'),
    },
  },
];
