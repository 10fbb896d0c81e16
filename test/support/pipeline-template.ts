import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as z from 'zod';
import { EdgeStack } from '../../infra/edge-stack.ts';
import { PipelineStack } from '../../infra/pipeline-stack.ts';
import { type StageSettings, settingsOf } from '../../infra/settings.ts';

const resourceSchema = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DeletionPolicy: z.string().exactOptional(),
  UpdateReplacePolicy: z.string().exactOptional(),
  Condition: z.string().exactOptional(),
  DependsOn: z.union([z.string(), z.array(z.string())]).optional(),
});

const templateSchema = z.object({ Resources: z.record(z.string(), resourceSchema) });
const outputsSchema = z.object({ Outputs: z.record(z.string(), z.object({ Value: z.unknown() })) });

export type Resource = z.output<typeof resourceSchema>;
export type PipelineTemplate = z.output<typeof templateSchema>;

/** Every choice taken, so that what is optional is checked too. */
export const EVERYTHING_SET: StageSettings = {
  ...settingsOf('prod'),
  logRetention: RetentionDays.ONE_MONTH,
  alarmEmail: 'on-call@example.com',
  noticesEmail: 'support@example.com',
  allowedOrigins: ['https://console.example.com'],
  customDomain: {
    domainName: 'events.example.com',
    certificateArn: 'arn:aws:acm:eu-central-1:111111111111:certificate/00000000-0000-0000-0000-000000000000',
  },
  isExecuteApiDisabled: true,
  edge: {
    domainName: 'in.example.com',
    certificateArn: 'arn:aws:acm:us-east-1:111111111111:certificate/00000000-0000-0000-0000-000000000000',
    console: {
      signInUrl: 'https://contacts.auth.eu-central-1.amazoncognito.com',
      clientId: 'client1',
      runbookUrl: 'https://git.example.com/docs/runbook.md',
    },
  },
  forecastReaders: [
    {
      name: 'One',
      principalArn: 'arn:aws:iam::222222222222:role/one',
      externalId: 'agreed-with-one',
      accountId: 'acme',
    },
    { name: 'All', principalArn: 'arn:aws:iam::333333333333:role/all', externalId: 'agreed-with-all' },
  ],
};

/** The administrators are known elsewhere: no user pool. */
const OTHER_ISSUER: StageSettings = {
  ...settingsOf('prod'),
  jwt: { issuer: 'https://login.example.com', audience: 'contacts' },
};

/** A first deployment of prod: what it cannot do without. */
const PROD: StageSettings = { ...settingsOf('prod'), allowedOrigins: ['https://console.example.com'] };

/** The settings that infra tests look at: each stage as it is, and every choice taken. */
export const SETTINGS_UNDER_TEST = {
  dev: settingsOf('dev'),
  prod: PROD,
  'every choice': EVERYTHING_SET,
  'another issuer': OTHER_ISSUER,
} as const;

/**
 * Without bundling, for what stands in the functions is none of a template's business, and without CDK's own template
 * validation, which takes seconds: `cdk synth` runs it, and published-schema.test.ts asks more.
 */
export const buildStack = (settings: StageSettings): PipelineStack => {
  const app = new App({
    analyticsReporting: false,
    builtinCloudFormationValidation: false,
    context: { 'aws:cdk:bundling-stacks': [] },
  });
  return new PipelineStack(app, 'pipeline', { settings });
};

export const parseTemplate = (template: unknown): PipelineTemplate => templateSchema.parse(template);

/** Most tests look at the same few settings: a worker synthesises each once. */
export const synthesise = (settings: StageSettings): PipelineTemplate => {
  const key = JSON.stringify(settings);
  const template = templates.get(key) ?? parseTemplate(Template.fromStack(buildStack(settings)).toJSON());
  templates.set(key, template);
  return template;
};

const templates = new Map<string, PipelineTemplate>();

/** What `cdk deploy` would print, by the name of the output. */
export const outputsOf = (settings: StageSettings) => outputsIn(buildStack(settings));
export const edgeOutputsOf = (settings: StageSettings) => outputsIn(buildEdgeStack(settings));

const outputsIn = (stack: Stack): Readonly<Record<string, unknown>> => {
  const { Outputs } = outputsSchema.parse(Template.fromStack(stack).toJSON());
  return Object.fromEntries(Object.entries(Outputs).map(([name, { Value }]) => [name, Value]));
};

/** The stack before the API, of settings that have one. */
export const buildEdgeStack = (settings: StageSettings): EdgeStack => {
  if (!settings.edge) throw new Error('These settings have no edge.');
  const app = new App({ analyticsReporting: false, builtinCloudFormationValidation: false });
  return new EdgeStack(app, 'edge', { settings, edge: settings.edge, env: { region: 'us-east-1' } });
};

export const synthesiseEdge = (settings: StageSettings): PipelineTemplate =>
  parseTemplate(Template.fromStack(buildEdgeStack(settings)).toJSON());
