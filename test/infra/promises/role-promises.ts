import {
  at,
  each,
  every,
  type Located,
  listOf,
  resourcesOf,
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

/** Actions that know no resource: numbers, and names of streams. */
const WITHOUT_RESOURCE: readonly unknown[] = ['cloudwatch:GetMetricData', 'dynamodb:ListStreams'];
const takesNoResource = (statement: unknown): boolean =>
  listOf(at(statement, 'Action')).every((action) => WITHOUT_RESOURCE.includes(action));

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

const SETTINGS = ['accountId', 'name', 'freshchatDomain', 'freshchatKey', 'keyIds', 'revision', 'deletedAt', 'erase'];
const KEY_ITSELF = ['hash', 'revokedAt', 'expiresAt', 'createdAt'];

const writes = (statement: unknown): boolean =>
  listOf(at(statement, 'Action')).some((action) => !/:(?:Get|BatchGet|Query)/.test(String(action)));

const isOfRecordChats = ({ id }: Located): boolean => id.startsWith('ChatRecorderRecordChatsRole');

const withStatementOf = (among: (located: Located) => boolean, statement: Readonly<Record<string, unknown>>) =>
  withProperty(ROLE, POLICIES, [{ PolicyDocument: { Statement: [{ Effect: 'Allow', ...statement }] } }], among);

const withOutsideStatement = (statement: Readonly<Record<string, unknown>>) =>
  withProperty(
    ROLE,
    POLICIES,
    [{ PolicyDocument: { Statement: [{ Effect: 'Allow', ...statement }] } }],
    isTakenFromOutside,
  );

export const ROLE_PROMISES: readonly TemplatePromise[] = [
  {
    promise:
      'no role has a wildcard, neither in an action nor in a resource, but for two that only read names and metrics',
    violations: every(
      ROLE,
      ({ resource }) =>
        !statementsOf(resource.Properties).some(
          (statement) =>
            hasWildcard(at(statement, 'Action')) ||
            (hasWildcard(at(statement, 'Resource')) && !takesNoResource(statement)),
        ),
    ),
    brokenBy: {
      'any action': withStatement({ Action: '*', Resource: 'arn' }),
      'any action of a kind': withStatement({ Action: ['dynamodb:Get*'], Resource: 'arn' }),
      'any resource': withStatement({ Action: 'dynamodb:GetItem', Resource: '*' }),
      'any stream': withStatement({ Action: ['dynamodb:ListStreams', 'dynamodb:GetRecords'], Resource: '*' }),
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
    promise: 'who comes from another AWS account is one role or user, shows an external id, and may only query',
    violations: each(
      ROLE,
      ({ resource: { Properties } }) =>
        takersOf(Properties).every(
          (taker) =>
            /^arn:aws[\w-]*:iam::\d{12}:(?:role|user)\//.test(String(at(taker, 'Principal.AWS'))) &&
            at(at(taker, 'Condition.StringEquals'), 'sts:ExternalId') !== undefined,
        ) && statementsOf(Properties).every((statement) => at(statement, 'Action') === 'dynamodb:Query'),
      isTakenFromOutside,
    ),
    brokenBy: {
      'no external id': withProperty(ROLE, `${TAKERS}.Statement`, [
        { Principal: { AWS: 'arn:aws:iam::222222222222:role/one' } },
      ]),
      'all roles of an account': withProperty(ROLE, `${TAKERS}.Statement`, [
        {
          Principal: { AWS: 'arn:aws:iam::222222222222:root' },
          Condition: { StringEquals: { 'sts:ExternalId': 'x' } },
        },
      ]),
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
    promise: 'record-chats writes of a key when it was used, and of an integration its evidence: no key, no setting',
    violations: (template) => {
      const role = resourcesOf(template, ROLE).find(isOfRecordChats)?.resource.Properties;
      const attributesOf = (table: string) =>
        statementsOf(role)
          .filter((statement) => targetOf(at(statement, 'Resource')).startsWith(table) && writes(statement))
          .flatMap((statement) => {
            const fence = at(at(at(statement, 'Condition'), 'ForAllValues:StringEquals'), 'dynamodb:Attributes');
            return fence === undefined ? ['anything'] : listOf(fence).map(String);
          });
      const forbidden = ['anything', ...SETTINGS, ...KEY_ITSELF];
      return [...attributesOf('TablesApiKeys'), ...attributesOf('TablesIntegrations')].filter((name) =>
        forbidden.includes(name),
      );
    },
    brokenBy: {
      'a key of any content': withStatementOf(isOfRecordChats, {
        Action: 'dynamodb:UpdateItem',
        Resource: { 'Fn::GetAtt': ['TablesApiKeys330F873D', 'Arn'] },
      }),
      'a key brought back': withStatementOf(isOfRecordChats, {
        Action: 'dynamodb:UpdateItem',
        Resource: { 'Fn::GetAtt': ['TablesApiKeys330F873D', 'Arn'] },
        Condition: { 'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['keyId', 'revokedAt'] } },
      }),
      'the domain of an integration': withStatementOf(isOfRecordChats, {
        Action: 'dynamodb:UpdateItem',
        Resource: { 'Fn::GetAtt': ['TablesIntegrationsA46CDCE7', 'Arn'] },
        Condition: { 'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['item', 'freshchatDomain'] } },
      }),
    },
  },
  {
    promise: 'a condition on all values stands beside one that there are any',
    violations: each(ROLE, ({ resource: { Properties } }) =>
      statementsOf(Properties).every((statement) => {
        const condition: Readonly<Record<string, unknown>> = Object(at(statement, 'Condition') ?? {});
        const guarded = Object.entries(condition)
          .filter(([operator]) => operator.startsWith('ForAllValues:'))
          .flatMap(([, keys]) => Object.keys(Object(keys)))
          // With a symmetric key there is always a context to compare: three names must be there one by one.
          .filter((key) => key !== 'kms:EncryptionContextKeys');
        return guarded.every((key) => Object(condition['Null'])[key] === 'false');
      }),
    ),
    brokenBy: {
      'a fence that a request without values passes': withStatement({
        Action: 'dynamodb:Query',
        Resource: 'arn',
        Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['acme.*'] } },
      }),
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
