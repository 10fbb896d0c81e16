/** What differs between the stages, and nothing else. What differs between installations stands in installation.ts. */

import { RetentionDays } from 'aws-cdk-lib/aws-logs';

export const STAGES = ['dev', 'prod'] as const;
export type Stage = (typeof STAGES)[number];

export type StageSettings = {
  readonly stage: Stage;
  /** Where the stack lies; the region of the profile when absent. */
  readonly region?: string;
  readonly logRetention: RetentionDays;
  /** Nobody can delete the stack by one wrong command. */
  readonly isStackProtected: boolean;
  /** Each route has a limit of its own; API Gateway answers 429 beyond it. */
  readonly apiThrottle: {
    readonly events: Throttle;
    /** Of each route of Account > Integrations: no flood of events takes the place of those who revoke a key. */
    readonly admin: Throttle;
  };
  /** How many record-chats run side by side: what a flood may take from the account's concurrency and the tables. */
  readonly recorderMaxConcurrency: number;
  /** So that no tenant can fill the table, or the monitor's runs. */
  readonly maxIntegrationsPerAccount: number;
  /**
   * After marks were lost (a restored table, a stream made anew) and everything was recounted: what the recount printed,
   * RFC 3339. What the ledger took until then is in all counts, and never counts again.
   */
  readonly recountedUntil?: string;
  readonly thresholds: AlarmThresholds;
  /** Gets every alarm; absent while the team's own tool subscribes to the topics. */
  readonly alarmEmail?: string;
  /** Gets the notices of silence; `alarmEmail` when absent. */
  readonly noticesEmail?: string;
  /** Browsers on these origins may call the API; empty means no CORS headers at all. */
  readonly allowedOrigins: readonly string[];
  /** A second name of the API; the certificate lies in the stack's region. */
  readonly customDomain?: { readonly domainName: string; readonly certificateArn: string };
  /** API Gateway's own host name answers nobody any more: a step of its own, after the last app has moved. */
  readonly isExecuteApiDisabled: boolean;
  /** CloudFront with a web ACL before the API, as a stack of its own in us-east-1. */
  readonly edge?: EdgeSettings;
  /** Who already knows the administrators, and says in `custom:account` whose they are; without it, a user pool is made. */
  readonly jwt?: { readonly issuer: string; readonly audience: string };
  readonly forecastReaders: readonly ForecastReaderSettings[];
};

export type Throttle = { readonly requestsPerSecond: number; readonly burst: number };

export type EdgeSettings = {
  readonly domainName: string;
  /** Lies in us-east-1, whatever the stack's region is: CloudFront takes no other. */
  readonly certificateArn: string;
  /** The API's host name as its own stack prints it; `customDomain` when absent. */
  readonly originHost?: string;
  /** The console's files are served beside the API; absent until the pool is there that it signs in at. */
  readonly console?: ConsoleSettings;
};

/** The first two as the deployed stack prints them: `AdminPoolSignInUrl` and `AdminPoolClientId`. */
export type ConsoleSettings = {
  readonly signInUrl: string;
  readonly clientId: string;
  /** Where people on call read docs/runbook.md, without an anchor; without it the console names the file alone. */
  readonly runbookUrl?: string;
};

/** Who may take a role to read the counts. */
export type ForecastReaderSettings = {
  /** Letters and digits; part of the role's name. */
  readonly name: string;
  /** The one role or user that takes it. Never an account: that would let in all of its roles. */
  readonly principalArn: string;
  /** Agreed with the reader; no secret, but not guessable either. */
  readonly externalId: string;
  /** The injixo account that the reader is fenced to; all of them when absent. */
  readonly accountId?: string;
};

export type AlarmThresholds = {
  /** A chat is normally recorded within seconds; older than this, somebody waits. */
  readonly queueAgeSeconds: number;
  /** The stream forgets after 24 hours; the batching window alone makes 30 seconds. */
  readonly iteratorAgeSeconds: number;
  /** Answers 5xx within five minutes. */
  readonly apiServerErrors: number;
  /** Answers 401 within five minutes: one forgotten app makes a few, a lost key store or an attack makes many. */
  readonly unauthorizedRequests: number;
  /** Events refused one by one within five minutes. */
  readonly rejectedEvents: number;
};

const STAGE_SETTINGS: Readonly<Record<Stage, StageSettings>> = {
  dev: {
    stage: 'dev',
    logRetention: RetentionDays.TWO_WEEKS,
    isStackProtected: false,
    apiThrottle: {
      events: { requestsPerSecond: 50, burst: 100 },
      admin: { requestsPerSecond: 5, burst: 20 },
    },
    // The least that AWS takes, so that a young account with a concurrency of 10 can hold the whole stack.
    maxIntegrationsPerAccount: 50,
    recorderMaxConcurrency: 2,
    thresholds: {
      queueAgeSeconds: 300,
      iteratorAgeSeconds: 300,
      apiServerErrors: 3,
      unauthorizedRequests: 50,
      rejectedEvents: 50,
    },
    allowedOrigins: [],
    isExecuteApiDisabled: false,
    forecastReaders: [],
  },
  prod: {
    stage: 'prod',
    logRetention: RetentionDays.THREE_MONTHS,
    isStackProtected: true,
    apiThrottle: {
      events: { requestsPerSecond: 500, burst: 1_000 },
      admin: { requestsPerSecond: 20, burst: 50 },
    },
    maxIntegrationsPerAccount: 50,
    recorderMaxConcurrency: 20,
    thresholds: {
      queueAgeSeconds: 300,
      iteratorAgeSeconds: 300,
      apiServerErrors: 3,
      unauthorizedRequests: 200,
      rejectedEvents: 200,
    },
    allowedOrigins: [],
    isExecuteApiDisabled: false,
    forecastReaders: [],
  },
};

/** The context asked for a stage that does not exist. */
export class UnknownStageError extends Error {
  override readonly name = 'UnknownStageError';
  constructor() {
    super(`Unknown stage. Use one of ${STAGES.map((stage) => `-c stage=${stage}`).join(', ')}; the default is dev.`);
  }
}

/** The settings of the stage named in the CDK context; `dev` when none is named. */
export const settingsOf = (stage: unknown = 'dev'): StageSettings => {
  const known = STAGES.find((name) => name === stage);
  if (!known) throw new UnknownStageError();
  return STAGE_SETTINGS[known];
};
