import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { PipelineStack } from '../../infra/pipeline-stack.ts';
import { settingsOf } from '../../infra/settings.ts';
import { type PipelineTemplate, parseTemplate } from './pipeline-template.ts';

const functionSchema = z.object({
  Code: z.object({ S3Key: z.string() }),
  Handler: z.string(),
  MemorySize: z.number(),
  Timeout: z.number(),
  Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
});

/** What a deployment would upload for a function, and what it would set. */
export type DeployedBundle = {
  readonly logicalId: string;
  /** The folder with all that Lambda would unpack. */
  readonly folder: string;
  readonly file: string;
  readonly handler: string;
  readonly memoryMegabytes: number;
  readonly timeoutSeconds: number;
  /** As they stand in the template: references are not resolved. */
  readonly variables: Readonly<Record<string, unknown>>;
};

export type Deployment = { readonly template: PipelineTemplate; readonly bundles: readonly DeployedBundle[] };

/** Bundles every function into `folder`, through the stack itself: the very files that a deployment uploads. */
export const bundleInto = (folder: string): Deployment => {
  const app = new App({ outdir: folder, analyticsReporting: false, builtinCloudFormationValidation: false });
  const stack = new PipelineStack(app, 'pipeline', { settings: settingsOf('dev') });
  const template = parseTemplate(Template.fromStack(stack).toJSON());
  const bundles = Object.entries(template.Resources)
    .filter(([, { Type }]) => Type === 'AWS::Lambda::Function')
    .map(([logicalId, { Properties }]) => {
      const { Code, Handler, MemorySize, Timeout, Environment } = functionSchema.parse(Properties);
      const asset = path.join(folder, `asset.${path.basename(Code.S3Key, '.zip')}`);
      return {
        logicalId,
        folder: asset,
        file: path.join(asset, 'index.mjs'),
        handler: Handler,
        memoryMegabytes: MemorySize,
        timeoutSeconds: Timeout,
        variables: Environment.Variables,
      };
    });
  return { template, bundles };
};
