import {
  at,
  each,
  every,
  type Located,
  listOf,
  type TemplatePromise,
  targetOf,
  withProperty,
  withResource,
} from '../../support/template-promise.ts';

const ROLE = 'AWS::IAM::Role';
const POLICIES = 'Policies';

const statementsOf = (properties: unknown): readonly unknown[] =>
  listOf(at(properties, POLICIES)).flatMap((policy) => listOf(at(policy, 'PolicyDocument.Statement')));

const TAKERS = 'AssumeRolePolicyDocument';

const takersOf = (properties: unknown): readonly unknown[] => listOf(at(properties, `${TAKERS}.Statement`));

const isTakenFromOutside = ({ resource }: Located): boolean =>
  takersOf(resource.Properties).some((taker) => at(taker, 'Principal.AWS') !== undefined);

const hasWildcard = (value: unknown): boolean => JSON.stringify(value).includes('*');

/** The action knows no resources; what it reads are numbers. */
const readsMetrics = (statement: unknown): boolean =>
  listOf(at(statement, 'Action')).every((action) => action === 'cloudwatch:GetMetricData');

const withStatement = (statement: Readonly<Record<string, unknown>>) =>
  withProperty(ROLE, POLICIES, [{ PolicyDocument: { Statement: [{ Effect: 'Allow', ...statement }] } }]);

const INTEGRATIONS = { 'Fn::GetAtt': ['TablesIntegrations00000000', 'Arn'] };
const INCIDENT_ATTRIBUTES = ['integrationId', 'item', 'openedAt', 'silentFrom', 'closedAt', 'cause', 'severity'];

const isOfIntegrations = (statement: unknown): boolean =>
  targetOf(at(statement, 'Resource')).startsWith('TablesIntegrations');

const readsIncidentsOnly = (statement: unknown): boolean => {
  const conditions = JSON.stringify(at(statement, 'Condition') ?? {});
  const read = listOf(at(at(at(statement, 'Condition'), 'ForAllValues:StringEquals'), 'dynamodb:Attributes'));
  return (
    read.length > 0 &&
    read.every((name) => INCIDENT_ATTRIBUTES.includes(String(name))) &&
    conditions.includes('"StringEquals":{"dynamodb:Select":"SPECIFIC_ATTRIBUTES"}')
  );
};

const fenced = (attributes: readonly string[], select: string | undefined) => ({
  'ForAllValues:StringEquals': { 'dynamodb:Attributes': attributes },
  ...(select !== undefined && { StringEquals: { 'dynamodb:Select': select } }),
});

const withOutsideStatement = (statement: Readonly<Record<string, unknown>>) =>
  withProperty(
    ROLE,
    POLICIES,
    [{ PolicyDocument: { Statement: [{ Effect: 'Allow', ...statement }] } }],
    isTakenFromOutside,
  );

export const ROLE_PROMISES: readonly TemplatePromise[] = [
  {
    promise: 'no role has a wildcard, neither in an action nor in a resource, but to read metrics, which have no names',
    violations: every(
      ROLE,
      ({ resource }) =>
        !statementsOf(resource.Properties).some(
          (statement) =>
            hasWildcard(at(statement, 'Action')) ||
            (hasWildcard(at(statement, 'Resource')) && !readsMetrics(statement)),
        ),
    ),
    brokenBy: {
      'any action': withStatement({ Action: '*', Resource: 'arn' }),
      'any action of a kind': withStatement({ Action: ['dynamodb:Get*'], Resource: 'arn' }),
      'any resource': withStatement({ Action: 'dynamodb:GetItem', Resource: '*' }),
      'any resource beside metrics': withStatement({
        Action: ['cloudwatch:GetMetricData', 'dynamodb:GetItem'],
        Resource: '*',
      }),
      'any index': withStatement({
        Action: 'dynamodb:Query',
        Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Table', 'Arn'] }, '/index/*']] },
      }),
    },
  },
  {
    promise: 'roles say what they allow, never what they do not',
    violations: every(ROLE, ({ resource }) =>
      statementsOf(resource.Properties).every(
        (statement) => at(statement, 'NotAction') === undefined && at(statement, 'NotResource') === undefined,
      ),
    ),
    brokenBy: { 'all but one action': withStatement({ NotAction: 'iam:PassRole', Resource: 'arn' }) },
  },
  {
    promise: 'a role’s permissions stand in the role: no policy of AWS, none attached from beside',
    violations: (template) => [
      ...every(ROLE, ({ resource }) => listOf(at(resource.Properties, 'ManagedPolicyArns')).length === 0)(template),
      ...each('AWS::IAM::Policy', () => false)(template),
      ...each('AWS::IAM::ManagedPolicy', () => false)(template),
      ...each('AWS::IAM::RolePolicy', () => false)(template),
    ],
    brokenBy: {
      'a managed policy': withProperty(ROLE, 'ManagedPolicyArns', ['arn:aws:iam::aws:policy/AdministratorAccess']),
      'a policy beside': withResource('AWS::IAM::Policy', { Roles: ['any'] }),
    },
  },
  {
    promise: 'who comes from another AWS account shows an external id, and may only query',
    violations: each(
      ROLE,
      ({ resource: { Properties } }) =>
        takersOf(Properties).every(
          (taker) =>
            at(taker, 'Principal.AWS') !== '*' &&
            at(at(taker, 'Condition.StringEquals'), 'sts:ExternalId') !== undefined,
        ) && statementsOf(Properties).every((statement) => at(statement, 'Action') === 'dynamodb:Query'),
      isTakenFromOutside,
    ),
    brokenBy: {
      'no external id': withProperty(ROLE, `${TAKERS}.Statement`, [{ Principal: { AWS: '222222222222' } }]),
      anybody: withProperty(ROLE, `${TAKERS}.Statement`, [
        { Principal: { AWS: '*' }, Condition: { StringEquals: { 'sts:ExternalId': 'x' } } },
      ]),
      'a scan': withProperty(
        ROLE,
        POLICIES,
        [{ PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'dynamodb:Scan', Resource: 'arn' }] } }],
        isTakenFromOutside,
      ),
    },
  },
  {
    promise: 'who comes from another AWS account reads no settings: of Integrations, attributes of incidents only',
    violations: each(
      ROLE,
      ({ resource: { Properties } }) => statementsOf(Properties).filter(isOfIntegrations).every(readsIncidentsOnly),
      isTakenFromOutside,
    ),
    brokenBy: {
      'all attributes': withOutsideStatement({ Action: 'dynamodb:Query', Resource: INTEGRATIONS }),
      'the Freshchat key too': withOutsideStatement({
        Action: 'dynamodb:Query',
        Resource: INTEGRATIONS,
        Condition: fenced(['integrationId', 'item', 'freshchatKey'], 'SPECIFIC_ATTRIBUTES'),
      }),
      'whatever is not named': withOutsideStatement({
        Action: 'dynamodb:Query',
        Resource: INTEGRATIONS,
        Condition: fenced(['integrationId', 'item', 'cause'], undefined),
      }),
    },
  },
];
