import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { STAGES, settingsOf, UnknownStageError } from '../../infra/settings.ts';
import { buildStack, EVERYTHING_SET, SETTINGS_UNDER_TEST, synthesise } from '../support/pipeline-template.ts';
import { at, resourcesOf } from '../support/template-promise.ts';

test('a deployment that names no stage is one of dev', () => {
  expect(settingsOf().stage).toBe('dev');
});

test('each stage has settings of its own', () => {
  expect(STAGES.map((stage) => settingsOf(stage).stage)).toEqual(STAGES);
});

test.each(['staging', '', 'PROD', 'constructor', 7])('an unknown stage (%j) stops the deployment', (stage) => {
  expect(() => settingsOf(stage)).toThrow(UnknownStageError);
});

test('prod cannot be deleted by one wrong command, dev can', () => {
  expect(settingsOf('prod').isStackProtected).toBe(true);
  expect(settingsOf('dev').isStackProtected).toBe(false);
  for (const stage of STAGES) {
    expect(buildStack(SETTINGS_UNDER_TEST[stage]).terminationProtection).toBe(settingsOf(stage).isStackProtected);
  }
});

test('decision 0006 on floods counts with the settings of prod', () => {
  const { apiThrottle, recorderMaxConcurrency } = settingsOf('prod');
  const { requestsPerSecond, burst } = apiThrottle.events;
  const decision = readFileSync(new URL('../../docs/decisions/0006-what-a-flood-can-do.md', import.meta.url), 'utf8');
  expect(decision).toContain(`| ${requestsPerSecond} requests/s, burst ${burst.toLocaleString('en')} (prod)`);
  expect(decision).toContain(`| at most ${recorderMaxConcurrency} at a time`);
  expect(settingsOf('dev').recorderMaxConcurrency).toBeLessThan(recorderMaxConcurrency);
  expect(settingsOf('dev').apiThrottle.events.requestsPerSecond).toBeLessThan(requestsPerSecond);
});

/** All values at a path of all resources of a type, each once. */
const valuesOf = (template: ReturnType<typeof synthesise>, type: string, path: string): readonly unknown[] => [
  ...new Set(
    resourcesOf(template, type)
      .map(({ resource }) => at(resource.Properties, path))
      .filter((value) => value !== undefined),
  ),
];

describe.each(Object.entries(SETTINGS_UNDER_TEST))('the settings of %s reach the template:', (_, settings) => {
  const template = synthesise(settings);
  const thresholdOf = (name: string) =>
    resourcesOf(template, 'AWS::CloudWatch::Alarm')
      .filter(({ resource }) => at(resource.Properties, 'AlarmName') === `pipeline-${name}`)
      .map(({ resource }) => at(resource.Properties, 'Threshold'));

  test('how long logs are kept, those with addresses a week, and the one that says who changed what a year', () => {
    const daysOf = (kept: (id: string) => boolean) =>
      resourcesOf(template, 'AWS::Logs::LogGroup')
        .filter(({ id }) => kept(id))
        .map(({ resource }) => at(resource.Properties, 'RetentionInDays'));
    const [hasAddresses, hasAudit] = ['AccessLog', 'ManageIntegrations'].map(
      (part) => (id: string) => id.includes(part),
    );
    expect(daysOf((id) => hasAddresses?.(id) ?? false)).toEqual([7]);
    expect(daysOf((id) => hasAudit?.(id) ?? false)).toEqual([365]);
    const others = daysOf((id) => !hasAddresses?.(id) && !hasAudit?.(id));
    expect(new Set(others)).toEqual(new Set([settings.logRetention]));
  });

  test('how many recorders run at a time', () => {
    expect(valuesOf(template, 'AWS::Lambda::EventSourceMapping', 'ScalingConfig.MaximumConcurrency')).toEqual([
      settings.recorderMaxConcurrency,
    ]);
  });

  test('how many integrations an account may have', () => {
    const limits = valuesOf(template, 'AWS::Lambda::Function', 'Environment.Variables.MAX_INTEGRATIONS');
    expect(limits.filter((limit) => limit !== undefined)).toEqual([String(settings.maxIntegrationsPerAccount)]);
  });

  test('how many requests the HTTP API takes', () => {
    const [stage] = resourcesOf(template, 'AWS::ApiGatewayV2::Stage');
    const limitOf = (routeKey: string) => {
      const route: unknown = Object(at(stage?.resource.Properties, 'RouteSettings'))[routeKey];
      return { requestsPerSecond: at(route, 'ThrottlingRateLimit'), burst: at(route, 'ThrottlingBurstLimit') };
    };
    expect(limitOf('POST /v1/events')).toEqual(settings.apiThrottle.events);
    expect(limitOf('DELETE /v1/integrations/{integrationId}/keys/{keyId}')).toEqual(settings.apiThrottle.admin);
  });

  test('when an alarm rings', () => {
    const { queueAgeSeconds, iteratorAgeSeconds, apiServerErrors, unauthorizedRequests, rejectedEvents } =
      settings.thresholds;
    expect(thresholdOf('events-queue-age')).toEqual([queueAgeSeconds]);
    expect(thresholdOf('tally-iterator-age')).toEqual([iteratorAgeSeconds * 1_000]);
    expect(thresholdOf('api-server-errors')).toEqual([apiServerErrors]);
    expect(thresholdOf('unauthorized-jump')).toEqual([unauthorizedRequests]);
    expect(thresholdOf('events-rejected')).toEqual([rejectedEvents]);
  });

  test('whose mailbox gets every alarm, and whose every notice', () => {
    const subscriptions = resourcesOf(template, 'AWS::SNS::Subscription').map(({ resource }) => [
      at(resource.Properties, 'Protocol'),
      at(resource.Properties, 'Endpoint'),
    ]);
    const alarms = ['email', settings.alarmEmail];
    const notices = ['email', settings.noticesEmail];
    expect(subscriptions).toEqual(settings.alarmEmail === undefined ? [] : [alarms, alarms, notices]);
  });

  test('which browsers may call, and by which name', () => {
    expect(valuesOf(template, 'AWS::ApiGatewayV2::Api', 'CorsConfiguration.AllowOrigins')).toEqual(
      settings.allowedOrigins.length === 0 ? [] : [settings.allowedOrigins],
    );
    expect(valuesOf(template, 'AWS::ApiGatewayV2::DomainName', 'DomainName')).toEqual(
      settings.customDomain ? [settings.customDomain.domainName] : [],
    );
  });

  test('who knows the administrators', () => {
    const [authorizer] = resourcesOf(template, 'AWS::ApiGatewayV2::Authorizer');
    const pools = resourcesOf(template, 'AWS::Cognito::UserPool');
    expect(pools).toHaveLength(settings.jwt ? 0 : 1);
    if (!settings.jwt) return;
    expect(at(authorizer?.resource.Properties, 'JwtConfiguration')).toEqual({
      Issuer: settings.jwt.issuer,
      Audience: [settings.jwt.audience],
    });
  });
});

test('who names one mailbox gets the notices there, too', () => {
  const emails = valuesOf(
    synthesise({ ...settingsOf('dev'), alarmEmail: 'one@example.com' }),
    'AWS::SNS::Subscription',
    'TopicArn.Ref',
  );
  expect(emails).toContainEqual(expect.stringMatching(/^WatchSilenceNotices/));
});

test('a sign-in leads back to the origins of the console and nowhere else', () => {
  const calls = (settings: typeof EVERYTHING_SET) =>
    valuesOf(synthesise(settings), 'AWS::Cognito::UserPoolClient', 'CallbackURLs');
  expect(calls(EVERYTHING_SET)).toEqual([
    [
      'https://console.example.com/',
      'https://console.example.com/signed-in',
      'https://in.example.com/',
      'https://in.example.com/signed-in',
    ],
  ]);
  expect(calls(settingsOf('dev'))).toEqual([['http://localhost:8788/', 'http://localhost:8788/signed-in']]);
  expect(() => synthesise(settingsOf('prod'))).toThrow(/allowedOrigins/);
});
