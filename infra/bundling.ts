/**
 * How a function becomes one file. A cold start reads and compiles that file, so it holds what runs on Lambda and no
 * more; the limit of its size stands in test/infra/bundles.test.ts.
 */

import { type BundlingOptions, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';

/**
 * The SDK imports these only while it looks for credentials, each by a dynamic `import()`, and asks the environment
 * first. Lambda always puts the role's credentials there, so that none of them is ever loaded. (SnapStart would hand
 * them over by HTTP instead; it does not exist for Node.js.)
 */
const CREDENTIAL_SOURCES_BEYOND_THE_ENVIRONMENT = [
  '@aws-sdk/credential-provider-http',
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-login',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
  '@smithy/credential-provider-imds',
];

export const BUNDLING: BundlingOptions = {
  format: OutputFormat.ESM,
  target: 'node24',
  minify: true,
  // Without it esbuild takes the CommonJS builds, which cannot be shaken: half as large again.
  mainFields: ['module', 'main'],
  // The runtime's own SDK is loaded file by file: bundled, a cold start takes half the time, and the version is ours.
  bundleAwsSDK: true,
  externalModules: CREDENTIAL_SOURCES_BEYOND_THE_ENVIRONMENT,
  // A map is twice the bundle, and Node would read it at the first error. It can be made again from the commit.
  sourceMap: false,
};
