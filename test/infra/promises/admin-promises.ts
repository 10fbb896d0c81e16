/** Who administers, and who can read a Freshchat key. Another issuer of tokens keeps its own promises. */

import { ACCOUNT_CLAIM } from '../../../shared/names.ts';
import type { PipelineTemplate } from '../../support/pipeline-template.ts';
import {
  at,
  each,
  listOf,
  numberAt,
  resourcesOf,
  type TemplatePromise,
  targetIn,
  withProperty,
} from '../../support/template-promise.ts';

const POOL = 'AWS::Cognito::UserPool';
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
    promise: 'tokens come by code and PKCE only, to exact addresses, for our scopes',
    violations: each(
      CLIENT,
      ({ resource: { Properties } }) =>
        listOf(at(Properties, 'AllowedOAuthFlows')).join() === 'code' &&
        at(Properties, 'GenerateSecret') === false &&
        listOf(at(Properties, 'ExplicitAuthFlows')).join() === 'ALLOW_REFRESH_TOKEN_AUTH' &&
        JSON.stringify(at(Properties, 'AllowedOAuthScopes')).match(/\/(read|write)/g)?.length === 3 &&
        listOf(at(Properties, 'AllowedOAuthScopes')).length === 3 &&
        listOf(at(Properties, 'CallbackURLs')).every((url) =>
          /^(https:\/\/|http:\/\/localhost:)[^*]+$/.test(String(url)),
        ),
    ),
    brokenBy: {
      'tokens in an address': withProperty(CLIENT, 'AllowedOAuthFlows', ['code', 'implicit']),
      'a secret that browsers would hold': withProperty(CLIENT, 'GenerateSecret', true),
      'passwords by API': withProperty(CLIENT, 'ExplicitAuthFlows', ['ALLOW_USER_PASSWORD_AUTH']),
      'the scope with which users change their attributes': withProperty(CLIENT, 'AllowedOAuthScopes', [
        'aws.cognito.signin.user.admin',
      ]),
      'an address without TLS': withProperty(CLIENT, 'CallbackURLs', ['http://console.example.com/']),
    },
  },
];
