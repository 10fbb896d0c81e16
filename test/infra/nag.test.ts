import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { expect, test } from 'vitest';
import type { PipelineStack } from '../../infra/pipeline-stack.ts';
import { settingsOf } from '../../infra/settings.ts';
import { buildStack, SETTINGS_UNDER_TEST } from '../support/pipeline-template.ts';

const findingsIn = (stack: PipelineStack): readonly string[] =>
  new AwsSolutionsChecks().validateScope(stack).violations.map(({ ruleName }) => ruleName);

test.each(Object.entries(SETTINGS_UNDER_TEST))('AwsSolutions finds nothing with the settings of %s', (_, settings) => {
  expect(findingsIn(buildStack(settings))).toEqual([]);
});

test('AwsSolutions finds a queue that takes messages without TLS', () => {
  const stack = buildStack(settingsOf('dev'));
  new Queue(stack, 'Careless');
  expect(findingsIn(stack)).toContain('AwsSolutions-SQS4');
});
