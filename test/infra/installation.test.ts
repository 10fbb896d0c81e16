import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { afterAll, describe, expect, test } from 'vitest';
import { parseSettings, readSettings, SettingsError } from '../../infra/installation.ts';
import { settingsOf } from '../../infra/settings.ts';
import { synthesise } from '../support/pipeline-template.ts';

const example: Readonly<Record<string, unknown>> = JSON.parse(
  readFileSync(new URL('../../settings.example.json', import.meta.url), 'utf8'),
);
const dev = settingsOf('dev');
const prod = settingsOf('prod');
const folder = mkdtempSync(path.join(tmpdir(), 'settings-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What is wrong with the example once `own` replaces its settings; `undefined` takes one away. */
const problemsWith = (own: Readonly<Record<string, unknown>>, defaults = prod): string => {
  const json = Object.fromEntries(Object.entries({ ...example, ...own }).filter(([, value]) => value !== undefined));
  try {
    parseSettings(defaults, json);
    return '';
  } catch (error) {
    return error instanceof SettingsError ? error.problems.join('\n') : expect.fail(String(error));
  }
};

test('the example shows settings that can be deployed', () => {
  const settings = parseSettings(prod, example);
  expect(settings).toMatchObject({ stage: 'prod', region: 'eu-central-1', logRetention: RetentionDays.THREE_MONTHS });
  expect(Object.keys(synthesise(settings).Resources).length).toBeGreaterThan(100);
});

test('dev needs no file', () => {
  expect(readSettings('dev', undefined)).toEqual(dev);
});

test('a file that is named is read, and what it leaves out stays as it was', () => {
  const file = path.join(folder, 'own.json');
  writeFileSync(file, JSON.stringify({ alarmEmail: 'on-call@example.com' }));
  expect(readSettings('dev', file)).toEqual({ ...dev, alarmEmail: 'on-call@example.com' });
});

test('a named file that is not there, or no JSON, stops the deployment', () => {
  const broken = path.join(folder, 'broken.json');
  writeFileSync(broken, '{"alarmEmail":');
  expect(() => readSettings('dev', path.join(folder, 'nowhere.json'))).toThrow(SettingsError);
  expect(() => readSettings('dev', broken)).toThrow(SettingsError);
});

describe('refused is, with the place and never the value,', () => {
  const reader = { name: 'Forecasting', principalArn: 'arn:aws:iam::222222222222:role/f', externalId: 'agreed-with' };
  const certificate = (region: string) =>
    `arn:aws:acm:${region}:111111111111:certificate/00000000-0000-0000-0000-000000000000`;

  test.each([
    ['a setting that does not exist', { alarmMail: 'a@example.com' }, 'the file'],
    ['an address that is none', { alarmEmail: 'on-call' }, 'alarmEmail'],
    ['an address for notices that is none', { noticesEmail: 'support' }, 'noticesEmail'],
    ['any origin', { allowedOrigins: ['*'] }, 'allowedOrigins.0'],
    ['any host of a domain', { allowedOrigins: ['https://*.example.com'] }, 'allowedOrigins.0'],
    ['an origin with a path', { allowedOrigins: ['https://console.example.com/'] }, 'allowedOrigins.0'],
    ['an origin without TLS', { allowedOrigins: ['http://console.example.com'] }, 'allowedOrigins'],
    ['the own machine in prod', { allowedOrigins: ['http://localhost:8788'] }, 'allowedOrigins'],
    ['a pool in prod that signing in cannot leave', { allowedOrigins: [] }, 'allowedOrigins'],
    ['an empty account', { forecastReaders: [{ ...reader, accountId: '' }] }, 'forecastReaders.0.accountId'],
    ['every account', { forecastReaders: [{ ...reader, accountId: '*' }] }, 'forecastReaders.0.accountId'],
    [
      'all roles of an account',
      { forecastReaders: [{ ...reader, principalArn: 'arn:aws:iam::222222222222:root' }] },
      'forecastReaders.0.principalArn',
    ],
    ['a short external id', { forecastReaders: [{ ...reader, externalId: 'abc' }] }, 'forecastReaders.0.externalId'],
    ['a region that is none', { region: 'Frankfurt' }, 'region'],
    ['a retention that CloudWatch does not know', { logRetentionDays: 8 }, 'logRetentionDays'],
    [
      'the certificate of CloudFront elsewhere',
      { edge: { domainName: 'e.example.com', certificateArn: certificate('eu-central-1') } },
      'edge.certificateArn',
    ],
    ['an API that nobody could reach', { isExecuteApiDisabled: true, customDomain: undefined }, 'isExecuteApiDisabled'],
    [
      'CloudFront before nothing',
      { edge: { domainName: 'e.example.com', certificateArn: certificate('us-east-1') }, customDomain: undefined },
      'edge.originHost',
    ],
    ['an issuer without TLS', { jwt: { issuer: 'http://login.example.com', audience: 'a' } }, 'jwt.issuer'],
    ['fewer recorders than AWS takes', { recorderMaxConcurrency: 1 }, 'recorderMaxConcurrency'],
  ])('%s', (_, own, place) => {
    const problems = problemsWith(own);
    expect(problems).toContain(`${place}: `);
    expect(problems).not.toMatch(/222222222222|Frankfurt|localhost:8788|alarmMail:|login\.example/);
  });
});

test('dev may lead a sign-in back to the own machine', () => {
  expect(problemsWith({ allowedOrigins: ['http://localhost:8788'] }, dev)).toBe('');
});
