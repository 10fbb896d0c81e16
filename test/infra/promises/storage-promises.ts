import { TABLES } from '../../../shared/tables.ts';
import type { PipelineTemplate } from '../../support/pipeline-template.ts';
import {
  at,
  every,
  listOf,
  resourcesOf,
  type TemplatePromise,
  without,
  withProperty,
} from '../../support/template-promise.ts';

const TABLE = 'AWS::DynamoDB::Table';
const KEY = 'AWS::KMS::Key';

const RESOURCE_POLICIES = [
  [KEY, 'KeyPolicy.Statement'],
  ['AWS::SNS::TopicPolicy', 'PolicyDocument.Statement'],
  ['AWS::SQS::QueuePolicy', 'PolicyDocument.Statement'],
] as const;

const letsAnybodyIn = (statement: unknown): boolean =>
  at(statement, 'Effect') === 'Allow' &&
  [at(statement, 'Principal'), at(statement, 'Principal.AWS'), at(statement, 'Principal.Service')].includes('*');

/** A retention policy stands beside the properties. */
const withPolicy =
  (type: string, policy: 'DeletionPolicy' | 'UpdateReplacePolicy', value: string) =>
  (template: PipelineTemplate): PipelineTemplate => ({
    Resources: Object.fromEntries(
      Object.entries(template.Resources).map(([id, resource]) =>
        resource.Type === type ? [id, { ...resource, [policy]: value }] : [id, resource],
      ),
    ),
  });

const outlivesTheStack = (type: string): TemplatePromise => ({
  promise: `every ${type} outlives the stack and its own replacement`,
  violations: every(
    type,
    ({ resource }) => resource.DeletionPolicy === 'Retain' && resource.UpdateReplacePolicy === 'Retain',
  ),
  brokenBy: {
    'deleted with the stack': withPolicy(type, 'DeletionPolicy', 'Delete'),
    'deleted when replaced': withPolicy(type, 'UpdateReplacePolicy', 'Delete'),
  },
});

export const STORAGE_PROMISES: readonly TemplatePromise[] = [
  {
    promise: 'every table can be restored to any second of the last 35 days',
    violations: every(
      TABLE,
      ({ resource }) => at(resource.Properties, 'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled') === true,
    ),
    brokenBy: {
      'recovery off': withProperty(TABLE, 'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled', false),
      'recovery not named': withProperty(TABLE, 'PointInTimeRecoverySpecification', undefined),
    },
  },
  {
    promise: 'no table can be deleted by mistake',
    violations: every(TABLE, ({ resource }) => at(resource.Properties, 'DeletionProtectionEnabled') === true),
    brokenBy: { 'protection off': withProperty(TABLE, 'DeletionProtectionEnabled', false) },
  },
  outlivesTheStack(TABLE),
  outlivesTheStack(KEY),
  {
    promise: 'every key is rotated',
    violations: every(KEY, ({ resource }) => at(resource.Properties, 'EnableKeyRotation') === true),
    brokenBy: { 'rotation off': withProperty(KEY, 'EnableKeyRotation', false) },
  },
  {
    promise: 'no policy of a resource lets in anybody',
    violations: (template) =>
      RESOURCE_POLICIES.flatMap(([type, path]) =>
        every(type, ({ resource }) => !listOf(at(resource.Properties, path)).some(letsAnybodyIn))(template),
      ),
    brokenBy: Object.fromEntries(
      RESOURCE_POLICIES.map(([type, path]) => [type, withProperty(type, path, [{ Effect: 'Allow', Principal: '*' }])]),
    ),
  },
  {
    promise: 'tables are paid by the request',
    violations: every(TABLE, ({ resource }) => at(resource.Properties, 'BillingMode') === 'PAY_PER_REQUEST'),
    brokenBy: { 'provisioned units': withProperty(TABLE, 'BillingMode', 'PROVISIONED') },
  },
  {
    promise: 'nothing in a table expires: once counted, for ever',
    violations: every(TABLE, ({ resource }) => at(resource.Properties, 'TimeToLiveSpecification') === undefined),
    brokenBy: {
      'a time to live': withProperty(TABLE, 'TimeToLiveSpecification', { AttributeName: 'ttl', Enabled: true }),
    },
  },
  {
    promise: 'the stack holds exactly the tables of shared/tables.ts, by their keys',
    violations: (template) => {
      const keys = resourcesOf(template, TABLE).map(({ resource }) => keysOf(at(resource.Properties, 'KeySchema')));
      const expected = Object.values(TABLES).map((table) =>
        [table.partitionKey.name, ...('sortKey' in table ? [table.sortKey.name] : [])].join(),
      );
      return JSON.stringify(keys.toSorted()) === JSON.stringify(expected.toSorted()) ? [] : ['tables'];
    },
    brokenBy: {
      'a missing table': without(TABLE, ({ id }) => id.includes('Counts')),
      'another key': withProperty(TABLE, 'KeySchema', [{ AttributeName: 'id', KeyType: 'HASH' }]),
    },
  },
];

const keysOf = (schema: unknown): string =>
  Array.isArray(schema) ? schema.map((key: unknown) => at(key, 'AttributeName')).join() : '';
