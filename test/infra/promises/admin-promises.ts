/** Who administers, and who can read a Freshchat key. Another issuer of tokens keeps its own promises. */

import { ACCOUNT_CLAIM, ADMIN_GROUPS } from '../../../shared/names.ts';
import type { PipelineTemplate } from '../../support/pipeline-template.ts';
import {
  at,
  each,
  listOf,
  numberAt,
  resourcesOf,
  type TemplatePromise,
  targetIn,
  without,
  withProperty,
} from '../../support/template-promise.ts';

const POOL = 'AWS::Cognito::UserPool';
const GROUP = 'AWS::Cognito::UserPoolGroup';
const CLIENT = 'AWS::Cognito::UserPoolClient';
const ROLE = 'AWS::IAM::Role';

/** Each statement about a secret of an integration, with the role that holds it. */
const cipherStatements = (template: PipelineTemplate) =>
  resourcesOf(template, ROLE).flatMap(({ id, resource }) =>
    listOf(at(resource.Properties, 'Policies'))
      .flatMap((policy) => listOf(at(policy, 'PolicyDocument.Statement')))
      .filter((statement) =>
        listOf(at(statement, 'Action')).some((action) => /^kms:(En|De)crypt$/.test(String(action))),
      )
      .filter((statement) => JSON.stringify(at(statement, 'Resource')).includes('FreshchatKeys'))
      .map((statement) => ({ id, statement })),
  );

const conditionAt = (statement: unknown, operator: string, key: string): unknown => {
  const keys = new Map(Object.entries(Object(at(statement, 'Condition'))));
  return new Map(Object.entries(Object(keys.get(operator)))).get(key);
};

const isBound = (statement: unknown): boolean =>
  conditionAt(statement, 'StringEquals', 'kms:EncryptionContext:purpose') === 'freshchat-api-key' &&
  conditionAt(statement, 'Null', 'kms:EncryptionContext:accountId') === 'false' &&
  conditionAt(statement, 'Null', 'kms:EncryptionContext:integrationId') === 'false' &&
  listOf(conditionAt(statement, 'ForAllValues:StringEquals', 'kms:EncryptionContextKeys')).length === 3;

const A_KEY = { 'Fn::GetAtt': ['AdminDoorFreshchatKeys', 'Arn'] };
const withCipher = (statement: Readonly<Record<string, unknown>>) =>
  withProperty(
    ROLE,
    'Policies',
    [{ PolicyDocument: { Statement: [{ Effect: 'Allow', Resource: A_KEY, ...statement }] } }],
    ({ id }) => id.includes('ManageIntegrations'),
  );

export const ADMIN_PROMISES: readonly TemplatePromise[] = [
  {
    promise: 'one function encrypts Freshchat keys, another decrypts them',
    violations: (template) => {
      const pairs = cipherStatements(template).map(
        ({ id, statement }) => `${/Manage|Verify/.exec(id)?.[0]} ${String(at(statement, 'Action'))}`,
      );
      return pairs.toSorted().join() === 'Manage kms:Encrypt,Verify kms:Decrypt' ? [] : pairs;
    },
    brokenBy: {
      'both in one hand': withCipher({ Action: ['kms:Encrypt', 'kms:Decrypt'] }),
      'the other way round': withCipher({ Action: 'kms:Decrypt' }),
    },
  },
  {
    promise: 'and each only with the context that binds a secret to its integration',
    violations: (template) =>
      cipherStatements(template)
        .filter(({ statement }) => !isBound(statement))
        .map(({ id }) => id),
    brokenBy: {
      'no condition': withCipher({ Action: 'kms:Encrypt' }),
      'any purpose': withCipher({
        Action: 'kms:Encrypt',
        Condition: {
          Null: { 'kms:EncryptionContext:accountId': 'false', 'kms:EncryptionContext:integrationId': 'false' },
        },
      }),
    },
  },
  {
    promise: 'administrators sign in with a long password and a second factor that no telephone company can give away',
    violations: each(
      POOL,
      ({ resource: { Properties } }) =>
        at(Properties, 'MfaConfiguration') === 'ON' &&
        listOf(at(Properties, 'EnabledMfas')).join() === 'SOFTWARE_TOKEN_MFA' &&
        numberAt(Properties, 'Policies.PasswordPolicy.MinimumLength') >= 14,
    ),
    brokenBy: {
      'a second factor for those who like': withProperty(POOL, 'MfaConfiguration', 'OPTIONAL'),
      'text messages': withProperty(POOL, 'EnabledMfas', ['SOFTWARE_TOKEN_MFA', 'SMS_MFA']),
      'a short password': withProperty(POOL, 'Policies.PasswordPolicy.MinimumLength', 8),
    },
  },
  {
    promise: 'nobody makes an administrator of himself',
    violations: each(
      POOL,
      ({ resource }) => at(resource.Properties, 'AdminCreateUserConfig.AllowAdminCreateUserOnly') === true,
    ),
    brokenBy: { 'signing up': withProperty(POOL, 'AdminCreateUserConfig.AllowAdminCreateUserOnly', false) },
  },
  {
    promise: 'the pool cannot be deleted by mistake, and outlives the stack',
    violations: each(
      POOL,
      ({ resource }) =>
        at(resource.Properties, 'DeletionProtection') === 'ACTIVE' &&
        resource.DeletionPolicy === 'Retain' &&
        resource.UpdateReplacePolicy === 'Retain',
    ),
    brokenBy: { 'protection off': withProperty(POOL, 'DeletionProtection', 'INACTIVE') },
  },
  {
    promise: 'the pool watches for stolen passwords',
    violations: each(
      POOL,
      ({ resource: { Properties } }) =>
        at(Properties, 'UserPoolTier') === 'PLUS' &&
        at(Properties, 'UserPoolAddOns.AdvancedSecurityMode') === 'ENFORCED',
    ),
    brokenBy: {
      'a smaller plan': withProperty(POOL, 'UserPoolTier', 'ESSENTIALS'),
      'watching only': withProperty(POOL, 'UserPoolAddOns.AdvancedSecurityMode', 'AUDIT'),
    },
  },
  {
    promise: 'the account is an attribute of the user, and a function names it in the access token',
    violations: each(
      POOL,
      ({ resource: { Properties } }, template) =>
        listOf(at(Properties, 'Schema')).some((one) => `custom:${String(at(one, 'Name'))}` === ACCOUNT_CLAIM) &&
        at(Properties, 'LambdaConfig.PreTokenGenerationConfig.LambdaVersion') === 'V2_0' &&
        targetIn(template, at(Properties, 'LambdaConfig.PreTokenGenerationConfig.LambdaArn'))?.Type ===
          'AWS::Lambda::Function',
    ),
    brokenBy: {
      'no such attribute': withProperty(POOL, 'Schema', []),
      'a trigger that cannot touch access tokens': withProperty(
        POOL,
        'LambdaConfig.PreTokenGenerationConfig.LambdaVersion',
        'V1_0',
      ),
    },
  },
  {
    promise: 'no user writes the account',
    violations: each(CLIENT, ({ resource }) => {
      const writable = listOf(at(resource.Properties, 'WriteAttributes'));
      // Without a list, Cognito makes one of its own.
      return writable.length > 0 && !writable.some((name) => String(name).startsWith('custom:'));
    }),
    brokenBy: {
      'the account among them': withProperty(CLIENT, 'WriteAttributes', ['email', 'custom:account']),
      'no list': withProperty(CLIENT, 'WriteAttributes', undefined),
    },
  },
  {
    promise: 'the key of the Freshchat keys decrypts for one role, whatever other policies allow',
    violations: (template) => {
      const [key] = resourcesOf(template, 'AWS::KMS::Key').filter(({ id }) => id.startsWith('AdminDoorFreshchatKeys'));
      const denial = listOf(at(key?.resource.Properties, 'KeyPolicy.Statement')).find(
        (statement) =>
          at(statement, 'Effect') === 'Deny' &&
          at(statement, 'Principal.AWS') === '*' &&
          listOf(at(statement, 'Action')).includes('kms:Decrypt'),
      );
      const allowed = at(at(at(denial, 'Condition'), 'ArnNotEquals'), 'aws:PrincipalArn');
      const [role] = resourcesOf(template, ROLE).filter(({ id }) => id.startsWith('AdminDoorVerifyConnection'));
      const name = JSON.stringify(at(role?.resource.Properties, 'RoleName.Fn::Join.1') ?? []).slice(1);
      // The role's own name must stand at the end of what the key lets pass.
      return name.length > 10 &&
        JSON.stringify(allowed ?? [])
          .replaceAll(':role/pipeline-', 'pipeline-')
          .includes(name)
        ? []
        : ['decrypting'];
    },
    brokenBy: {
      'a key that asks the roles alone': withProperty('AWS::KMS::Key', 'KeyPolicy.Statement', []),
      'a role of another name': withProperty(ROLE, 'RoleName', undefined),
    },
  },
  {
    promise: 'tokens come by code and PKCE only, to exact addresses, for our scopes and the e-mail address',
    violations: each(CLIENT, ({ resource: { Properties } }) => {
      const scopes = listOf(at(Properties, 'AllowedOAuthScopes'));
      const own = JSON.stringify(scopes).match(/\/(read|write|erase)/g) ?? [];
      return (
        listOf(at(Properties, 'AllowedOAuthFlows')).join() === 'code' &&
        at(Properties, 'GenerateSecret') === false &&
        listOf(at(Properties, 'ExplicitAuthFlows')).join() === 'ALLOW_CUSTOM_AUTH' &&
        scopes.includes('openid') &&
        scopes.includes('email') &&
        own.length === 5 &&
        scopes.length === 7
      );
    }),
    brokenBy: {
      'tokens in an address': withProperty(CLIENT, 'AllowedOAuthFlows', ['code', 'implicit']),
      'a secret that browsers would hold': withProperty(CLIENT, 'GenerateSecret', true),
      'passwords by API': withProperty(CLIENT, 'ExplicitAuthFlows', ['ALLOW_USER_PASSWORD_AUTH']),
      'the flows of Cognito’s choice': withProperty(CLIENT, 'ExplicitAuthFlows', undefined),
      'the scope with which users change their attributes': withProperty(CLIENT, 'AllowedOAuthScopes', [
        'aws.cognito.signin.user.admin',
      ]),
    },
  },
  {
    promise: 'signing in and out leads to exact addresses over TLS, and in dev alone to the own machine',
    violations: each(CLIENT, ({ resource: { Properties } }, template) => {
      const addresses = listOf(at(Properties, 'CallbackURLs')).map(String);
      const origins = addresses.filter((url) => url.endsWith('/'));
      const isDev = resourcesOf(template, 'AWS::Cognito::UserPoolDomain').some(({ resource }) =>
        JSON.stringify(at(resource.Properties, 'Domain')).includes('contacts-dev-'),
      );
      return (
        addresses.length > 0 &&
        JSON.stringify(at(Properties, 'LogoutURLs')) === JSON.stringify(origins) &&
        addresses.every(
          (url) =>
            /^https:\/\/(?!localhost)[^*/]+\/(?:signed-in)?$/.test(url) ||
            (isDev && /^http:\/\/localhost:8788\/(?:signed-in)?$/.test(url)),
        )
      );
    }),
    brokenBy: {
      'an address without TLS': withProperty(CLIENT, 'CallbackURLs', ['http://console.example.com/']),
      'the own machine in prod': withProperty(CLIENT, 'CallbackURLs', ['http://localhost:8788/']),
      'any host': withProperty(CLIENT, 'CallbackURLs', ['https://*.example.com/']),
      'signing out to nowhere': withProperty(CLIENT, 'LogoutURLs', undefined),
    },
  },
  {
    promise: 'a token lasts a quarter of an hour, and a refresh token is worth one use',
    violations: each(
      CLIENT,
      ({ resource: { Properties } }) =>
        numberAt(Properties, 'AccessTokenValidity') <= 15 &&
        at(Properties, 'TokenValidityUnits.AccessToken') === 'minutes' &&
        at(Properties, 'RefreshTokenRotation.Feature') === 'ENABLED' &&
        numberAt(Properties, 'RefreshTokenRotation.RetryGracePeriodSeconds') <= 10 &&
        at(Properties, 'EnableTokenRevocation') === true,
    ),
    brokenBy: {
      'an hour': withProperty(CLIENT, 'AccessTokenValidity', 60),
      'a refresh token for many uses': withProperty(CLIENT, 'RefreshTokenRotation', undefined),
      'refresh tokens that nobody can revoke': withProperty(CLIENT, 'EnableTokenRevocation', false),
    },
  },
  {
    promise:
      'groups decide who may write, who may erase and who sees all accounts, and name-account reads them by these names',
    violations: (template) => {
      const pools = resourcesOf(template, POOL).length;
      const groups = resourcesOf(template, GROUP).map(({ resource }) => at(resource.Properties, 'GroupName'));
      const expected = pools === 0 ? [] : Object.values(ADMIN_GROUPS);
      return groups.toSorted().join() === expected.toSorted().join() ? [] : [groups.join()];
    },
    brokenBy: {
      'another name': withProperty(GROUP, 'GroupName', 'writers'),
      'no groups': without(GROUP),
    },
  },
];
