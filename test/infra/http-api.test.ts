import { App, Stack } from 'aws-cdk-lib';
import { expect, test } from 'vitest';
import { Alarms } from '../../infra/constructs/alarms.ts';
import { PipelineHttpApi, RouteWithoutAuthorizerError } from '../../infra/constructs/http-api.ts';
import { PipelineFunction } from '../../infra/constructs/pipeline-function.ts';
import { settingsOf } from '../../infra/settings.ts';

test('a route with a scope needs an authorizer', () => {
  const settings = settingsOf('dev');
  const stack = new Stack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'stack');
  const httpApi = new PipelineHttpApi(stack, 'HttpApi', {
    settings,
    alarms: new Alarms(stack, 'Alarms', { settings }),
  });
  const target = new PipelineFunction(stack, 'Function', {
    settings,
    folder: 'manage-integrations',
    description: '',
    timeoutSeconds: 10,
    memoryMegabytes: 128,
    environment: {},
    may: [],
  });
  expect(() => httpApi.addRoutes('manage-integrations', target)).toThrow(RouteWithoutAuthorizerError);
});
