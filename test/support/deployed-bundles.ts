import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { PipelineStack } from '../../infra/pipeline-stack.ts';
import { settingsOf } from '../../infra/settings.ts';

const functionSchema = z.object({
  Properties: z.object({
    Code: z.object({ S3Key: z.string() }),
    Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
  }),
});

/** What a deployment would upload for a function, and the names of the variables that it would set. */
export type DeployedBundle = {
  readonly logicalId: string;
  readonly file: string;
  readonly variables: readonly string[];
};

/** Bundles every function into `folder`, through the stack itself: the very files that a deployment uploads. */
export const bundleInto = (folder: string): readonly DeployedBundle[] => {
  const app = new App({ outdir: folder, analyticsReporting: false, builtinCloudFormationValidation: false });
  const stack = new PipelineStack(app, 'pipeline', { settings: settingsOf('dev') });
  const functions = Template.fromStack(stack).findResources('AWS::Lambda::Function');
  return Object.entries(functions).map(([logicalId, resource]) => {
    const { Code, Environment } = functionSchema.parse(resource).Properties;
    return {
      logicalId,
      file: path.join(folder, `asset.${path.basename(Code.S3Key, '.zip')}`, 'index.mjs'),
      variables: Object.keys(Environment.Variables),
    };
  });
};
