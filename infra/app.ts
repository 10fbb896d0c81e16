/** What `cdk` runs: one stack of the stage in `-c stage=…`, checked by cdk-nag before anything is deployed. */

import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { PipelineStack } from './pipeline-stack.ts';
import { settingsOf } from './settings.ts';

const app = new App({ analyticsReporting: false });
const settings = settingsOf(app.node.tryGetContext('stage'));
new PipelineStack(app, `freshchat-contacts-${settings.stage}`, {
  settings,
  description: 'Counts each ended Freshchat chat once, per hour and source queue',
  tags: { application: 'freshchat-contacts', stage: settings.stage },
});
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();
