/**
 * What an installation sets, from a file of its own beside the code: `settings.<stage>.json`. It is not part of the
 * repository, so that no update and no roll back of the code takes it away. settings.example.json shows every setting.
 */

import { readFileSync } from 'node:fs';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as z from 'zod';
import { type StageSettings, settingsOf } from './settings.ts';

const hostName = z.string().regex(/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/, 'is no host name');
const certificateArn = z.string().regex(/^arn:aws[\w-]*:acm:[\w-]+:\d{12}:certificate\/[\w-]+$/, 'is no certificate');
const edgeCertificateArn = certificateArn.regex(/:acm:us-east-1:/, 'must lie in us-east-1: CloudFront takes no other');

/** Exactly what a browser sends as `Origin`: scheme, host and port. */
const origin = z.string().refine((text) => URL.canParse(text) && new URL(text).origin === text && !text.includes('*'), {
  error: 'is no origin: write it as https://console.example.com, without a path and without *',
});

const throttle = z.strictObject({ requestsPerSecond: z.int().positive(), burst: z.int().positive() });

const forecastReader = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9]{1,32}$/, 'must have letters and digits only'),
  principalArn: z
    .string()
    .regex(/^arn:aws[\w-]*:iam::\d{12}:(?:role|user)\/[\w+=,.@/-]+$/, 'must name one role or user, not an account'),
  externalId: z.string().regex(/^[\w+=,.@:/-]{8,1224}$/, 'must have 8 characters or more'),
  // Empty or `*` would let the reader see every tenant; leaving it out says so on purpose.
  accountId: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be the id of one account')
    .exactOptional(),
});

const settingsSchema = z.strictObject({
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'is no region')
    .exactOptional(),
  logRetentionDays: z.enum(RetentionDays).exactOptional(),
  recountedUntil: z.iso.datetime().exactOptional(),
  alarmEmail: z.email().exactOptional(),
  noticesEmail: z.email().exactOptional(),
  allowedOrigins: z.array(origin).exactOptional(),
  customDomain: z.strictObject({ domainName: hostName, certificateArn }).exactOptional(),
  isExecuteApiDisabled: z.boolean().exactOptional(),
  edge: z
    .strictObject({
      domainName: hostName,
      certificateArn: edgeCertificateArn,
      originHost: hostName.exactOptional(),
      console: z
        .strictObject({
          signInUrl: origin,
          clientId: z.string().regex(/^\w{1,128}$/, 'is no id of a client'),
          runbookUrl: z.url({ protocol: /^https$/ }).exactOptional(),
        })
        .exactOptional(),
    })
    .exactOptional(),
  jwt: z.strictObject({ issuer: z.url({ protocol: /^https$/ }), audience: z.string().min(1) }).exactOptional(),
  forecastReaders: z.array(forecastReader).exactOptional(),
  apiThrottle: z.strictObject({ events: throttle, admin: throttle }).exactOptional(),
  recorderMaxConcurrency: z.int().min(2).max(1_000).exactOptional(),
});

/** Says which setting is wrong and why, never what it holds. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly problems: readonly string[];
  constructor(where: string, problems: readonly string[], options?: ErrorOptions) {
    super(`${where} cannot be used:\n${problems.map((problem) => `  ${problem}`).join('\n')}`, options);
    this.problems = problems;
  }
}

/** The stage's settings with the installation's own over them. */
export const readSettings = (stage?: unknown, file?: unknown): StageSettings => {
  const defaults = settingsOf(stage);
  const path = typeof file === 'string' ? file : `settings.${defaults.stage}.json`;
  return parseSettings(defaults, readJson(path, typeof file === 'string'), path);
};

export const parseSettings = (defaults: StageSettings, json: unknown, where = 'The settings'): StageSettings => {
  const parsed = settingsSchema.safeParse(json);
  if (!parsed.success) {
    throw new SettingsError(
      where,
      parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`),
    );
  }
  const { logRetentionDays, ...own } = parsed.data;
  const settings: StageSettings = {
    ...defaults,
    ...own,
    ...(logRetentionDays !== undefined && { logRetention: logRetentionDays }),
  };
  const problems = contradictionsIn(settings);
  if (problems.length > 0) throw new SettingsError(where, problems);
  return settings;
};

/** What is right by itself and wrong together. */
const contradictionsIn = (settings: StageSettings): readonly string[] => {
  const { stage, allowedOrigins, customDomain, isExecuteApiDisabled, edge, jwt } = settings;
  const isTls = (one: string): boolean => one.startsWith('https://');
  const isOwnMachine = (one: string): boolean => new URL(one).hostname === 'localhost';
  return [
    ...(allowedOrigins.every((one) => isTls(one) || (stage === 'dev' && isOwnMachine(one)))
      ? []
      : ['allowedOrigins: must be https; only dev may name http://localhost']),
    ...(isExecuteApiDisabled && !customDomain
      ? ['isExecuteApiDisabled: needs a customDomain, else nothing reaches the API']
      : []),
    ...(edge && !edge.originHost && !customDomain
      ? ['edge.originHost: is needed without a customDomain; the deployed stack prints it as HttpApiHost']
      : []),
    ...(stage === 'prod' && !jwt && allowedOrigins.length === 0
      ? ['allowedOrigins: prod needs the origin of the console, to which signing in leads back; or an issuer in jwt']
      : []),
  ];
};

const readJson = (path: string, mustExist: boolean): unknown => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    if (!mustExist) return {};
    throw new SettingsError(path, ['the file: cannot be read'], { cause });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SettingsError(path, ['the file: is no JSON'], { cause });
  }
};
