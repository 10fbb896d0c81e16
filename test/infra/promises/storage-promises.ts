import { TABLES, type TableSchema } from '../../../shared/tables.ts';
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
      ({ resource: { Properties } }) =>
        at(Properties, 'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled') === true &&
        [undefined, 35].includes(
          numberOrNothing(at(Properties, 'PointInTimeRecoverySpecification.RecoveryPeriodInDays')),
        ),
    ),
    brokenBy: {
      'recovery off': withProperty(TABLE, 'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled', false),
      'a day of recovery': withProperty(TABLE, 'PointInTimeRecoverySpecification.RecoveryPeriodInDays', 1),
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
    promise: 'every key is in use, and rotated',
    violations: every(
      KEY,
      ({ resource: { Properties } }) =>
        at(Properties, 'EnableKeyRotation') === true && at(Properties, 'Enabled') !== false,
    ),
    brokenBy: {
      'rotation off': withProperty(KEY, 'EnableKeyRotation', false),
      'a key switched off': withProperty(KEY, 'Enabled', false),
    },
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
    promise: 'tables are paid by the request, and take as many as come',
    violations: every(
      TABLE,
      ({ resource: { Properties } }) =>
        at(Properties, 'BillingMode') === 'PAY_PER_REQUEST' && at(Properties, 'OnDemandThroughput') === undefined,
    ),
    brokenBy: {
      'provisioned units': withProperty(TABLE, 'BillingMode', 'PROVISIONED'),
      'a ceiling': withProperty(TABLE, 'OnDemandThroughput', { MaxWriteRequestUnits: 1 }),
    },
  },
  {
    promise: 'nothing in a table expires: once counted, for ever',
    violations: every(TABLE, ({ resource }) => at(resource.Properties, 'TimeToLiveSpecification') === undefined),
    brokenBy: {
      'a time to live': withProperty(TABLE, 'TimeToLiveSpecification', { AttributeName: 'ttl', Enabled: true }),
    },
  },
  {
    promise: 'the stack holds exactly the tables of shared/tables.ts, by their keys and indexes',
    violations: (template) => {
      const found = resourcesOf(template, TABLE).map(({ resource: { Properties } }) =>
        [keysOf(at(Properties, 'KeySchema')), ...listOf(at(Properties, 'GlobalSecondaryIndexes')).map(indexOf)].join(
          ' ',
        ),
      );
      const expected = Object.values<TableSchema>(TABLES).map((table) =>
        [
          namesOf(table),
          ...table.indexes.map((index) => `${index.indexName} ${namesOf(index)} ${index.projection}`),
        ].join(' '),
      );
      return JSON.stringify(found.toSorted()) === JSON.stringify(expected.toSorted()) ? [] : ['tables'];
    },
    brokenBy: {
      'a missing table': without(TABLE, ({ id }) => id.includes('Counts')),
      'no index': withProperty(TABLE, 'GlobalSecondaryIndexes', undefined),
      'another projection': withProperty(TABLE, 'GlobalSecondaryIndexes.0.Projection.ProjectionType', 'ALL', ({ id }) =>
        id.includes('Integrations'),
      ),
      'another key': withProperty(TABLE, 'KeySchema', [{ AttributeName: 'id', KeyType: 'HASH' }]),
    },
  },
];

const numberOrNothing = (value: unknown): number | undefined => (value === undefined ? undefined : Number(value));

const namesOf = ({ partitionKey, sortKey }: Pick<TableSchema, 'partitionKey' | 'sortKey'>): string =>
  [partitionKey.name, ...(sortKey ? [sortKey.name] : [])].join();

const indexOf = (index: unknown): string =>
  [at(index, 'IndexName'), keysOf(at(index, 'KeySchema')), at(index, 'Projection.ProjectionType')].join(' ');

const keysOf = (schema: unknown): string =>
  Array.isArray(schema) ? schema.map((key: unknown) => at(key, 'AttributeName')).join() : '';
