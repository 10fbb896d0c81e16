import { App, Stack } from 'aws-cdk-lib';
import { expect, test } from 'vitest';
import { Alarms } from '../../infra/constructs/alarms.ts';
import { FrontDoor, RouteWithoutAuthorizerError } from '../../infra/constructs/front-door.ts';
import { PipelineFunction } from '../../infra/constructs/pipeline-function.ts';
import { settingsOf } from '../../infra/settings.ts';

test('a route with a scope cannot be led anywhere without an authorizer', () => {
  const settings = settingsOf('dev');
  const stack = new Stack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'stack');
  const frontDoor = new FrontDoor(stack, 'FrontDoor', { settings, alarms: new Alarms(stack, 'Alarms', { settings }) });
  const target = new PipelineFunction(stack, 'Function', {
    settings,
    folder: 'manage-integrations',
    description: '',
    timeoutSeconds: 10,
    memoryMegabytes: 128,
    environment: {},
    may: [],
  });
  expect(() => frontDoor.lead('manage-integrations', target)).toThrow(RouteWithoutAuthorizerError);
});
