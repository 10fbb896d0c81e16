import { Aws, CfnOutput, Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnUserPoolGroup,
  ClientAttributes,
  FeaturePlan,
  LambdaVersion,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  StandardThreatProtectionMode,
  StringAttribute,
  UserPool,
  type UserPoolClient,
  UserPoolClientIdentityProvider,
  UserPoolOperation,
  type UserPoolProps,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { ADMIN_GROUPS, ALARMS } from '../../shared/names.ts';
import type { StageSettings } from '../settings.ts';
import type { Alarms } from './alarms.ts';
import { PipelineFunction } from './pipeline-function.ts';
import { watchFunction } from './watch-function.ts';

export type AdminPoolProps = { readonly settings: StageSettings; readonly alarms: Alarms };

/** The administrators, when no issuer of the settings knows them. Operators make the users and name their accounts. */
export class AdminPool extends Construct {
  readonly issuer: string;
  readonly audience: string;

  constructor(scope: Construct, id: string, { settings, alarms }: AdminPoolProps) {
    super(scope, id);
    const pool = new UserPool(this, 'Users', USERS);
    pool.addTrigger(
      UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG,
      this.createNameAccount(settings, alarms).lambda,
      // The first version cannot touch access tokens.
      LambdaVersion.V2_0,
    );
    const client = this.createClient(pool, settings);
    const domain = pool.addDomain('SignIn', {
      // The names of all accounts of a region are one set.
      cognitoDomain: { domainPrefix: `contacts-${settings.stage}-${Aws.ACCOUNT_ID}` },
    });
    this.issuer = pool.userPoolProviderUrl;
    this.audience = client.userPoolClientId;
    for (const [groupName, description] of Object.entries(GROUPS)) {
      new CfnUserPoolGroup(this, `Group-${groupName}`, { userPoolId: pool.userPoolId, groupName, description });
    }
    new CfnOutput(this, 'Id', { value: pool.userPoolId });
    new CfnOutput(this, 'ClientId', { value: client.userPoolClientId });
    new CfnOutput(this, 'SignInUrl', { value: domain.baseUrl() });
  }

  private createNameAccount(settings: StageSettings, alarms: Alarms): PipelineFunction {
    const nameAccount = new PipelineFunction(this, 'NameAccount', {
      settings,
      folder: 'name-account',
      description: 'Puts the account of a user into the access token, and takes out what none of their groups may do',
      // Cognito gives up after five seconds, whatever stands here.
      timeoutSeconds: 5,
      memoryMegabytes: 256,
      environment: {},
      may: [],
    });
    watchFunction(alarms, nameAccount, {
      errors: { name: ALARMS.nameAccountErrors, sentence: 'name-account fails: no administrator can sign in.' },
      throttles: {
        name: ALARMS.nameAccountThrottles,
        sentence: 'name-account is not let run: no administrator can sign in.',
      },
    });
    return nameAccount;
  }

  /** A public client: the code is worth nothing without the verifier of PKCE, and there is no secret to keep. */
  private createClient(pool: UserPool, settings: StageSettings): UserPoolClient {
    const scopes = SCOPES.map((scope) => new ResourceServerScope(scope));
    const server = pool.addResourceServer('Scopes', { identifier: 'integrations', scopes });
    const counts = new ResourceServerScope({ scopeName: 'read', scopeDescription: 'See contact counts' });
    const countsServer = pool.addResourceServer('CountsScopes', { identifier: 'counts', scopes: [counts] });
    const operations = new ResourceServerScope({
      scopeName: 'read',
      scopeDescription: 'See all accounts, for on-call',
    });
    const operationsServer = pool.addResourceServer('OperationsScopes', {
      identifier: 'operations',
      scopes: [operations],
    });
    const addresses = addressesOf(settings);
    return pool.addClient('Console', {
      generateSecret: false,
      // No user name and password by API: people sign in on Cognito's own page, with their second factor. Some flow must
      // be named, or Cognito allows three; this one ends at once, for nobody answers its challenges.
      authFlows: { custom: true },
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [
          OAuthScope.OPENID,
          OAuthScope.EMAIL,
          ...scopes.map((scope) => OAuthScope.resourceServer(server, scope)),
          OAuthScope.resourceServer(countsServer, counts),
          OAuthScope.resourceServer(operationsServer, operations),
        ],
        // The console's own page for it, and the address itself, for whoever takes the code from it by hand.
        callbackUrls: addresses.flatMap((address) => [address, `${address}signed-in`]),
        logoutUrls: addresses,
      },
      supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
      // Neither the account nor anything else that decides about access; the required ones must be in the list.
      writeAttributes: new ClientAttributes().withStandardAttributes({ email: true, fullname: true }),
      // API Gateway never asks whether a token was revoked: so long works the one of somebody who left.
      accessTokenValidity: Duration.minutes(15),
      idTokenValidity: Duration.minutes(15),
      refreshTokenValidity: Duration.hours(12),
      // Each use of a refresh token replaces it. The grace is for an answer that was lost on the way.
      refreshTokenRotationGracePeriod: Duration.seconds(10),
      enableTokenRevocation: true,
      preventUserExistenceErrors: true,
    });
  }
}

/** Whom the groups let do what; who is in none may read. functions/name-account takes the scopes out of tokens. */
const GROUPS: Readonly<Record<string, string>> = {
  [ADMIN_GROUPS.write]: 'May create, change and delete integrations and their keys',
  [ADMIN_GROUPS.erase]: 'May also erase what an integration counted',
  [ADMIN_GROUPS.operations]: 'On-call: may see the state of the integrations of all accounts',
};

const SCOPES = [
  { scopeName: 'read', scopeDescription: 'See integrations' },
  { scopeName: 'write', scopeDescription: 'Change integrations' },
  { scopeName: 'erase', scopeDescription: 'Erase what integrations counted' },
];

/** Where signing in and out may lead: the console, or in dev a page of the own machine. */
const addressesOf = ({ stage, allowedOrigins, edge }: StageSettings): string[] => {
  const origins = new Set([...allowedOrigins, ...(edge ? [`https://${edge.domainName}`] : [])]);
  if (origins.size > 0) return [...origins].map((origin) => `${origin}/`);
  if (stage === 'dev') return [OWN_MACHINE];
  throw new NowhereToReturnError();
};

/** While there is no console, the code is taken from the browser's address bar (docs/deploy.md). */
const OWN_MACHINE = 'http://localhost:8788/';

class NowhereToReturnError extends Error {
  override readonly name = 'NowhereToReturnError';
  constructor() {
    super(
      'Name the origin of the console in allowedOrigins: signing in leads back to it, and to no localhost in prod.',
    );
  }
}

const USERS: UserPoolProps = {
  selfSignUpEnabled: false,
  signInAliases: { email: true },
  signInCaseSensitive: false,
  standardAttributes: { email: { required: true, mutable: true } },
  customAttributes: { account: new StringAttribute({ minLen: 1, maxLen: 64, mutable: true }) },
  accountRecovery: AccountRecovery.EMAIL_ONLY,
  passwordPolicy: {
    minLength: 16,
    requireLowercase: true,
    requireUppercase: true,
    requireDigits: true,
    requireSymbols: true,
    tempPasswordValidity: Duration.days(3),
  },
  mfa: Mfa.REQUIRED,
  mfaSecondFactor: { otp: true, sms: false },
  featurePlan: FeaturePlan.PLUS,
  standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION,
  deletionProtection: true,
  removalPolicy: RemovalPolicy.RETAIN,
};
