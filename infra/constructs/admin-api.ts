import { Aws, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { ManageIntegrationsEnvironment } from '../../functions/manage-integrations/env.ts';
import type { VerifyConnectionEnvironment } from '../../functions/verify-connection/env.ts';
import { ALARMS } from '../../shared/names.ts';
import type { StageSettings } from '../settings.ts';
import type { Alarms } from './alarms.ts';
import type { ContactTables } from './contact-tables.ts';
import type { PipelineHttpApi } from './http-api.ts';
import { allow, allowIndex, PipelineFunction } from './pipeline-function.ts';
import { watchFunction } from './watch-function.ts';

export type AdminApiProps = {
  readonly settings: StageSettings;
  readonly alarms: Alarms;
  readonly httpApi: PipelineHttpApi;
  readonly authorizer: IHttpRouteAuthorizer;
  readonly tables: ContactTables;
};

/** Account > Integrations. One function can encrypt Freshchat keys, another can decrypt them, and none can do both. */
export class AdminApi extends Construct {
  private readonly freshchatKeys: Key;

  constructor(scope: Construct, id: string, props: AdminApiProps) {
    super(scope, id);
    const { httpApi, authorizer } = props;
    this.freshchatKeys = new Key(this, 'FreshchatKeys', {
      description: 'Encrypts the Freshchat API keys of the integrations',
      enableKeyRotation: true,
      // Without it no stored Freshchat key can be read again.
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.freshchatKeys.addToResourcePolicy(onlyVerifyDecrypts(this));
    httpApi.addRoutes('manage-integrations', this.createManage(props), authorizer);
    httpApi.addRoutes('verify-connection', this.createVerify(props), authorizer);
  }

  private createManage({ settings, alarms, tables: { integrations, apiKeys } }: AdminApiProps): PipelineFunction {
    const manage = new PipelineFunction(this, 'ManageIntegrations', {
      settings,
      folder: 'manage-integrations',
      description: '/v1/integrations: settings, keys, status and incidents of an account',
      // A few calls to the tables and one to Freshchat (3 s); the gateway waits 30.
      timeoutSeconds: 25,
      memoryMegabytes: 512,
      // Its audit lines say who changed what.
      logRetention: RetentionDays.ONE_YEAR,
      environment: {
        INTEGRATIONS_TABLE: integrations.tableName,
        API_KEYS_TABLE: apiKeys.tableName,
        FRESHCHAT_KEYS_CIPHER: this.freshchatKeys.keyArn,
        MAX_INTEGRATIONS: String(settings.maxIntegrationsPerAccount),
      } satisfies ManageIntegrationsEnvironment,
      may: [
        allow(['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query', ...TRANSACTED], integrations.tableArn),
        allowIndex(integrations, 'byAccount'),
        allow(['dynamodb:BatchGetItem', ...TRANSACTED], apiKeys.tableArn),
        this.allowCipher('kms:Encrypt'),
      ],
    });
    watchFunction(alarms, manage, {
      errors: {
        name: ALARMS.manageIntegrationsErrors,
        sentence: 'manage-integrations fails: administrators cannot see or change their integrations.',
      },
      throttles: {
        name: ALARMS.manageIntegrationsThrottles,
        sentence: 'manage-integrations is not let run: administrators cannot see or change their integrations.',
      },
    });
    return manage;
  }

  private createVerify({ settings, alarms, tables: { integrations } }: AdminApiProps): PipelineFunction {
    const verify = new PipelineFunction(this, 'VerifyConnection', {
      settings,
      folder: 'verify-connection',
      roleName: DECRYPTING_ROLE,
      description: 'POST /v1/integrations/{id}/verify: asks Freshchat with the stored key',
      timeoutSeconds: 25,
      memoryMegabytes: 512,
      environment: {
        INTEGRATIONS_TABLE: integrations.tableName,
        FRESHCHAT_KEYS_CIPHER: this.freshchatKeys.keyArn,
      } satisfies VerifyConnectionEnvironment,
      may: [
        allow(['dynamodb:GetItem', 'dynamodb:BatchGetItem'], integrations.tableArn),
        this.allowCipher('kms:Decrypt'),
      ],
    });
    watchFunction(alarms, verify, {
      errors: {
        name: ALARMS.verifyConnectionErrors,
        sentence: 'verify-connection fails: administrators cannot test their connection with Freshchat.',
      },
      throttles: {
        name: ALARMS.verifyConnectionThrottles,
        sentence: 'verify-connection is not let run: administrators cannot test their connection with Freshchat.',
      },
    });
    return verify;
  }

  /** Only for a secret that is bound to an integration, by a context of exactly these three names. */
  private allowCipher(action: 'kms:Encrypt' | 'kms:Decrypt'): PolicyStatement {
    return new PolicyStatement({
      actions: [action],
      resources: [this.freshchatKeys.keyArn],
      conditions: {
        StringEquals: { 'kms:EncryptionContext:purpose': 'freshchat-api-key' },
        Null: { 'kms:EncryptionContext:accountId': 'false', 'kms:EncryptionContext:integrationId': 'false' },
        'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['accountId', 'integrationId', 'purpose'] },
      },
    });
  }
}

/** The key's policy names it, and it names the key: a name of our own is what breaks the circle. */
const DECRYPTING_ROLE = 'verify-connection';

/** Against every other role of the account, whatever a policy elsewhere allows; who changes this policy can lift it. */
const onlyVerifyDecrypts = (scope: Construct): PolicyStatement =>
  new PolicyStatement({
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: ['kms:Decrypt', 'kms:ReEncryptFrom'],
    resources: ['*'],
    conditions: {
      ArnNotEquals: {
        'aws:PrincipalArn': Stack.of(scope).formatArn({
          service: 'iam',
          region: '',
          resource: 'role',
          resourceName: `${Stack.of(scope).stackName}-${Aws.REGION}-${DECRYPTING_ROLE}`,
        }),
      },
    },
  });

/** A transaction asks for the actions of its writes; there is none of its own. */
const TRANSACTED = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'] as const;
