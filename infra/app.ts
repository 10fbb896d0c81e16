/** What `cdk` runs: the stacks of the stage in `-c stage=…`, checked by cdk-nag before anything is deployed. */

import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { EdgeStack } from './edge-stack.ts';
import { readSettings } from './installation.ts';
import { PipelineStack } from './pipeline-stack.ts';

const app = new App({ analyticsReporting: false });
const settings = readSettings(app.node.tryGetContext('stage'), app.node.tryGetContext('settings'));
const stackName = `freshchat-contacts-${settings.stage}`;
const tags = { application: 'freshchat-contacts', stage: settings.stage };
new PipelineStack(app, stackName, {
  settings,
  description: 'Counts each ended Freshchat chat once, per hour and source queue',
  ...(settings.region !== undefined && { env: { region: settings.region } }),
  tags,
});
if (settings.edge) {
  new EdgeStack(app, `${stackName}-edge`, {
    settings,
    edge: settings.edge,
    description: 'CloudFront with a web ACL before the Freshchat contact pipeline',
    env: { region: 'us-east-1' },
    tags,
  });
}
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();
