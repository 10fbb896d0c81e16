/**
 * Roles in both directions: what a function called must be allowed, and what is allowed must have been called. Calls that
 * AWS makes in the name of a role, such as reading the queue of an event source mapping, stand in no recording: they are
 * named here, as AWS documents them.
 */

import type { PipelineTemplate } from '../support/pipeline-template.ts';
import { at, listOf, resourcesOf, targetIn, targetOf } from '../support/template-promise.ts';
import type { RecordedCall } from './call-recorder.ts';
import { covers, isAllowed, type Statement, statementsOf } from './iam.ts';

export type FunctionProof = {
  readonly function: string;
  /** Called, and the role does not allow it. */
  readonly denied: readonly string[];
  /** Allowed, and never called. */
  readonly unused: readonly string[];
};

export const proveRoles = (template: PipelineTemplate, calls: readonly RecordedCall[]): readonly FunctionProof[] =>
  resourcesOf(template, 'AWS::Lambda::Function').map(({ id, resource }) => {
    const role = targetIn(template, at(resource.Properties, 'Role'));
    const statements = statementsOf(role?.Properties, nameOf);
    const made = calls.filter(({ caller }) => caller === id);
    const own = [...made, ...callsOfAws(template, id, made)];
    return {
      function: id,
      denied: unique(own.filter((call) => !isAllowed(statements, call)).map(nameCall)),
      unused: unique(statements.filter(({ effect }) => effect === 'Allow').flatMap((one) => unusedOf(one, own))),
    };
  });

const nameCall = ({ action, resource, context }: Omit<RecordedCall, 'caller'>): string =>
  `${action} ${resource} ${JSON.stringify(context)}`;

const unique = (lines: readonly string[]): readonly string[] => [...new Set(lines)].toSorted();

/** Actions on resources that nobody used, and attributes of a fence that nobody named. */
const unusedOf = (statement: Statement, calls: readonly RecordedCall[]): readonly string[] => {
  const used = calls.filter((call) => covers(statement, call));
  const actions = statement.actions.flatMap((action) =>
    statement.resources.flatMap((resource) =>
      used.some((call) => call.action === action && (call.resource === resource || resource === '*'))
        ? []
        : [`${action} ${resource}`],
    ),
  );
  const fence = listOf(at(statement.condition['ForAllValues:StringEquals'], ATTRIBUTES)).map(String);
  const named = new Set(used.flatMap(({ context }) => context[ATTRIBUTES] ?? []));
  return [
    ...actions,
    ...fence.filter((attribute) => !named.has(attribute)).map((name) => `${statement.actions.join()} of ${name}`),
  ];
};

/** Its name has dots: `at` would take it for a path. */
const ATTRIBUTES = 'dynamodb:Attributes';

const ASKED_BY_MAPPINGS: Readonly<Record<string, readonly string[]>> = {
  // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
  'AWS::SQS::Queue': ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
  // https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
  'AWS::DynamoDB::Table': [
    'dynamodb:DescribeStream',
    'dynamodb:GetRecords',
    'dynamodb:GetShardIterator',
    'dynamodb:ListStreams',
  ],
};

const callsOfAws = (
  template: PipelineTemplate,
  functionId: string,
  calls: readonly RecordedCall[],
): readonly RecordedCall[] => {
  const { LoggingConfig } = template.Resources[functionId]?.Properties ?? {};
  const call = (action: string, resource: string): RecordedCall => ({
    caller: functionId,
    action,
    resource,
    context: {},
  });
  const logs = targetOf(at(LoggingConfig, 'LogGroup'));
  const mappings = resourcesOf(template, 'AWS::Lambda::EventSourceMapping').filter(
    ({ resource }) => targetOf(at(resource.Properties, 'FunctionName')) === functionId,
  );
  return [
    ...['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => call(action, logs)),
    ...mappings.flatMap(({ resource }) => {
      const source = at(resource.Properties, 'EventSourceArn');
      const type = targetIn(template, source)?.Type ?? '';
      return (ASKED_BY_MAPPINGS[type] ?? []).map((action) => call(action, nameOf(source)));
    }),
    ...keysOfTopics(template, calls).flatMap((key) =>
      // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html: SNS asks in the publisher's name.
      ['kms:Decrypt', 'kms:GenerateDataKey'].map((action) => call(action, key)),
    ),
  ];
};

/** The keys of the encrypted topics into which somebody published. */
const keysOfTopics = (template: PipelineTemplate, calls: readonly RecordedCall[]): readonly string[] =>
  resourcesOf(template, 'AWS::SNS::Topic')
    .filter(({ id }) => calls.some(({ action, resource }) => action === 'sns:Publish' && resource === id))
    .flatMap(({ resource }) => {
      const key = at(resource.Properties, 'KmsMasterKeyId');
      return key === undefined ? [] : [nameOf(key)];
    });

/** `TablesChats….StreamArn` is a resource of its own; `….Arn` is the thing itself. */
const nameOf = (resource: unknown): string => {
  if (typeof resource === 'string') return resource;
  const attribute = at(resource, 'Fn::GetAtt.1');
  if (attribute !== undefined) return attribute === 'StreamArn' ? `${targetOf(resource)}.stream` : targetOf(resource);
  // <table>/index/<name>
  const parts = listOf(at(resource, 'Fn::Join.1'));
  return parts.length > 0 ? parts.map(nameOf).join('') : targetOf(resource);
};
