/** The stack before the API: its promises, cdk-nag, and what AWS publishes. */

import vm from 'node:vm';
import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import { EDGE_LIMITS } from '../../infra/constructs/edge-firewall.ts';
import { buildEdgeStack, EVERYTHING_SET, synthesiseEdge } from '../support/pipeline-template.ts';
import { createSchemaCheck } from '../support/published-schema.ts';
import { at, listOf, resourcesOf } from '../support/template-promise.ts';
import { EDGE_PROMISES } from './promises/edge-promises.ts';

const template = synthesiseEdge(EVERYTHING_SET);

describe.each(EDGE_PROMISES)('$promise', ({ violations, brokenBy }) => {
  test('is kept', () => {
    expect(violations(template)).toEqual([]);
  });

  test.each(Object.entries(brokenBy))('and not with %s', (_, change) => {
    expect(violations(change(template))).not.toEqual([]);
  });
});

test('AwsSolutions finds nothing', () => {
  const { violations } = new AwsSolutionsChecks().validateScope(buildEdgeStack(EVERYTHING_SET));
  expect(violations.map(({ ruleName }) => ruleName)).toEqual([]);
});

test('the template has only what AWS publishes', () => {
  expect(createSchemaCheck()(template)).toEqual([]);
});

test('an app may send what Freshchat lets it send, and an administrator may work', () => {
  const perInstallationIn5Minutes = 50 * 5;
  expect(EDGE_LIMITS.perKey).toBeGreaterThanOrEqual(10 * perInstallationIn5Minutes);
  expect(EDGE_LIMITS.perAddressWithoutKey).toBeGreaterThanOrEqual(2 * 300);
});

test('it reaches the API by its own name, or by the one that the deployed stack printed', () => {
  const originOf = (settings: typeof EVERYTHING_SET) =>
    resourcesOf(synthesiseEdge(settings), 'AWS::CloudFront::Distribution').flatMap(({ resource }) =>
      listOf(at(resource.Properties, 'DistributionConfig.Origins'))
        .filter((origin) => at(origin, 'CustomOriginConfig') !== undefined)
        .map((origin) => at(origin, 'DomainName')),
    );
  expect(originOf(EVERYTHING_SET)).toEqual(['events.example.com']);
  const originHost = 'abc.execute-api.eu-central-1.amazonaws.com';
  const { edge, ...rest } = EVERYTHING_SET;
  if (!edge) return expect.fail('no edge under test');
  expect(originOf({ ...rest, edge: { ...edge, originHost } })).toEqual([originHost]);
});

test('without a console the distribution is the API’s alone, and there is no bucket', () => {
  const { edge, ...rest } = EVERYTHING_SET;
  if (!edge) return expect.fail('no edge under test');
  const { console: _, ...apiOnly } = edge;
  const bare = synthesiseEdge({ ...rest, edge: apiOnly });
  expect(resourcesOf(bare, 'AWS::S3::Bucket')).toEqual([]);
  const [distribution] = resourcesOf(bare, 'AWS::CloudFront::Distribution');
  expect(listOf(at(distribution?.resource.Properties, 'DistributionConfig.Origins'))).toHaveLength(1);
});

/** As CloudFront runs it: a script that defines `handler`. */
const runFunction = (name: string, event: unknown): unknown => {
  const [found] = resourcesOf(template, 'AWS::CloudFront::Function').filter(({ id }) => id.includes(name));
  const code = String(at(found?.resource.Properties, 'FunctionCode'));
  return vm.runInNewContext(`${code}; JSON.stringify(handler(${JSON.stringify(event)}))`);
};

test.each(['/', '/i/acme.7Yk2/contacts', '/signed-in', '/..%2f', '/favicon.ico'])('%s is the one page', (uri) => {
  expect(JSON.parse(String(runFunction('OnePage', { request: { uri } })))).toEqual({ uri: '/index.html' });
});

test('config.json says where to sign in, as which client, and nothing secret', () => {
  const answer: unknown = JSON.parse(String(runFunction('Config', {})));
  expect(answer).toMatchObject({ statusCode: 200, headers: { 'cache-control': { value: 'no-store' } } });
  expect(JSON.parse(String(at(answer, 'body')))).toEqual({
    auth: {
      kind: 'oidc',
      signInUrl: 'https://contacts.auth.eu-central-1.amazoncognito.com',
      clientId: 'client1',
      scope: 'openid email integrations/read integrations/write integrations/erase counts/read operations/read',
    },
    runbookUrl: 'https://git.example.com/docs/runbook.md',
  });
});

test('two findings of the distribution and one of the bucket are acknowledged, each with its reason', () => {
  const acknowledgements = buildEdgeStack(EVERYTHING_SET)
    .node.findAll()
    .flatMap(({ node }) => node.metadata.filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY))
    .map(({ data }) => JSON.stringify(data));
  expect(acknowledgements).toEqual([
    expect.stringMatching(/AwsSolutions-S1.*Only the distribution may read/),
    expect.stringMatching(/AwsSolutions-CFR1.*anywhere/),
    expect.stringMatching(/AwsSolutions-CFR3.*standard logging/),
  ]);
});
