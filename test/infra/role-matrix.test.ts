/** Who may do what on which resource, against a file that people have read. */

import { expect, test } from 'vitest';
import {
  EVERYTHING_SET,
  type PipelineTemplate,
  SETTINGS_UNDER_TEST,
  synthesise,
} from '../support/pipeline-template.ts';
import { at, listOf, resourcesOf, targetOf, withProperty } from '../support/template-promise.ts';
import reviewed from './role-matrix.json' with { type: 'json' };

type RoleMatrix = Readonly<Record<string, unknown>>;

/** Role → who takes it, and per resource the actions, with every condition spelled out. */
const roleMatrixOf = (template: PipelineTemplate): RoleMatrix =>
  Object.fromEntries(
    resourcesOf(template, 'AWS::IAM::Role').map(({ id, resource: { Properties } }) => [
      withoutHash(id),
      { takenBy: takersOf(Properties), may: permissionsOf(Properties) },
    ]),
  );

const takersOf = (role: unknown): readonly unknown[] =>
  listOf(at(role, 'AssumeRolePolicyDocument.Statement')).map((statement) => ({
    principal: at(statement, 'Principal'),
    ...(isPlainTrust(statement) ? {} : { statement }),
    ...(at(statement, 'Condition') !== undefined && { on: at(statement, 'Condition') }),
  }));

const isPlainTrust = (statement: unknown): boolean =>
  at(statement, 'Effect') === 'Allow' && at(statement, 'Action') === 'sts:AssumeRole';

const permissionsOf = (role: unknown): Readonly<Record<string, readonly string[]>> => {
  const rows = listOf(at(role, 'Policies'))
    .flatMap((policy) => listOf(at(policy, 'PolicyDocument.Statement')))
    .flatMap((statement) =>
      listOf(at(statement, 'Resource')).flatMap((resource) =>
        listOf(at(statement, 'Action')).map((action) => ({
          resource: nameOf(resource),
          action: `${at(statement, 'Effect') === 'Allow' ? '' : 'DENY '}${String(action)}${conditionOf(statement)}`,
        })),
      ),
    );
  const byResource = Object.groupBy(rows, ({ resource }) => resource);
  return Object.fromEntries(
    Object.entries(byResource).map(([resource, found = []]) => [
      resource,
      found.map(({ action }) => action).toSorted(),
    ]),
  );
};

const conditionOf = (statement: unknown): string => {
  const condition = at(statement, 'Condition');
  return condition === undefined ? '' : ` if ${JSON.stringify(condition)}`;
};

/** `TablesChats.StreamArn` for what CloudFormation resolves, else the value as it stands. */
const nameOf = (resource: unknown): string => {
  const attribute = at(resource, 'Fn::GetAtt.1');
  return attribute === undefined ? JSON.stringify(resource) : `${withoutHash(targetOf(resource))}.${String(attribute)}`;
};

const withoutHash = (logicalId: string): string => logicalId.replace(/[0-9A-F]{8}$/, '');

const template = synthesise(EVERYTHING_SET);

test('each role may do exactly what was reviewed in role-matrix.json', () => {
  expect(roleMatrixOf(template)).toEqual(reviewed);
});

test.each(Object.entries(SETTINGS_UNDER_TEST))('no role may more with the settings of %s', (_, settings) => {
  expect(reviewed).toMatchObject(roleMatrixOf(synthesise(settings)));
});

test('one more action on one resource is noticed', () => {
  const statement = { Effect: 'Allow', Action: 'dynamodb:DeleteItem', Resource: { 'Fn::GetAtt': ['Chats', 'Arn'] } };
  const wider = withProperty('AWS::IAM::Role', 'Policies', [{ PolicyDocument: { Statement: [statement] } }])(template);
  expect(roleMatrixOf(wider)).not.toEqual(reviewed);
});

test('another taker of a role is noticed', () => {
  const lent = withProperty('AWS::IAM::Role', 'AssumeRolePolicyDocument.Statement', [{ Principal: { AWS: '*' } }]);
  expect(roleMatrixOf(lent(template))).not.toEqual(reviewed);
});
