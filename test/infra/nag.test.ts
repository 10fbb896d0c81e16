import { Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { expect, test } from 'vitest';
import type { PipelineStack } from '../../infra/pipeline-stack.ts';
import { settingsOf } from '../../infra/settings.ts';
import { buildStack, EVERYTHING_SET, SETTINGS_UNDER_TEST } from '../support/pipeline-template.ts';

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

test('six findings are acknowledged, each with its reason, and no seventh slips in', () => {
  const acknowledgements = buildStack(EVERYTHING_SET)
    .node.findAll()
    .flatMap(({ node }) => node.metadata.filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY))
    .map(({ data }) => JSON.stringify(data));
  expect(acknowledgements).toEqual([
    expect.stringMatching(/AwsSolutions-APIG4.*why a key is refused/),
    expect.stringMatching(/AwsSolutions-SQS3.*Only people read from it/),
    expect.stringMatching(/AwsSolutions-IAM5\[Resource::\*\].*dynamodb:ListStreams takes no resource/),
    expect.stringMatching(/AwsSolutions-IAM5.*GetMetricData knows neither resources/),
    expect.stringMatching(/AwsSolutions-SQS3.*runs that it could not start/),
    expect.stringMatching(/AwsSolutions-SQS3.*runs that it could not start/),
  ]);
});
