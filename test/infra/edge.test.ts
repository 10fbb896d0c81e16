/** The stack before the API: its promises, cdk-nag, and what AWS publishes. */

import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import { EDGE_LIMITS } from '../../infra/constructs/edge-firewall.ts';
import { buildEdgeStack, EVERYTHING_SET, synthesiseEdge } from '../support/pipeline-template.ts';
import { createSchemaCheck } from '../support/published-schema.ts';
import { at, resourcesOf } from '../support/template-promise.ts';
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
    resourcesOf(synthesiseEdge(settings), 'AWS::CloudFront::Distribution').map(({ resource }) =>
      at(resource.Properties, 'DistributionConfig.Origins.0.DomainName'),
    );
  expect(originOf(EVERYTHING_SET)).toEqual(['events.example.com']);
  const originHost = 'abc.execute-api.eu-central-1.amazonaws.com';
  const { edge, ...rest } = EVERYTHING_SET;
  if (!edge) return expect.fail('no edge under test');
  expect(originOf({ ...rest, edge: { ...edge, originHost } })).toEqual([originHost]);
});
