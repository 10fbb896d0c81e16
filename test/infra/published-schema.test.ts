import { describe, expect, test } from 'vitest';
import { EVERYTHING_SET, SETTINGS_UNDER_TEST, synthesise } from '../support/pipeline-template.ts';
import { createSchemaCheck } from '../support/published-schema.ts';
import { withProperty, withResource } from '../support/template-promise.ts';

const problemsIn = createSchemaCheck();
const FUNCTION = 'AWS::Lambda::Function';

test.each(Object.entries(SETTINGS_UNDER_TEST))('the template for %s has only what AWS publishes', (_, settings) => {
  expect(problemsIn(synthesise(settings))).toEqual([]);
});

describe('the check notices', () => {
  const template = synthesise(EVERYTHING_SET);

  test.each([
    ['an unknown property', withProperty(FUNCTION, 'TimeoutSeconds', 10)],
    ['an unknown property further in', withProperty(FUNCTION, 'LoggingConfig.Group', 'logs')],
    ['a missing property', withProperty(FUNCTION, 'Code', undefined)],
    ['a missing property further in', withProperty('AWS::DynamoDB::Table', 'StreamSpecification', {})],
    ['text where a number belongs', withProperty(FUNCTION, 'Timeout', 'ten')],
    ['one value where a list belongs', withProperty(FUNCTION, 'Architectures', 'arm64')],
    ['an unknown resource', withResource('AWS::Lambda::Funktion', {})],
    [
      'an attribute that a resource does not have',
      withProperty(FUNCTION, 'Role', { 'Fn::GetAtt': ['EventsQueue7396B467', 'Url'] }),
    ],
    ['a resource that is not there', withProperty(FUNCTION, 'Role', { 'Fn::GetAtt': ['Nobody', 'Arn'] })],
  ])('%s', (_, change) => {
    expect(problemsIn(change(template))).not.toEqual([]);
  });
});
