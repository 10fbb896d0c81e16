/**
 * How a function becomes one file. A cold start reads and compiles that file, so it holds what runs on Lambda and no
 * more; the limit of its size stands in test/infra/bundles.test.ts.
 */

import { type BundlingOptions, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';

/**
 * Parts of the SDK that it imports dynamically, when it needs them, and that no function of ours ever needs.
 *
 * The credential providers serve where the environment holds no credentials; it is asked first, and Lambda always puts
 * the role's there. (SnapStart would hand them over by HTTP instead; it does not exist for Node.js.) Event streams are
 * a format of other services.
 */
const NEVER_LOADED = [
  '@aws-sdk/credential-provider-http',
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-login',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
  '@smithy/credential-provider-imds',
  '@smithy/core/event-streams',
];

/** Imported dynamically too, and by local mode only: on AWS secrets are under KMS, and under nothing else. */
const LOCAL_ONLY = [
  '../../shared/integrations/secrets/key-file.ts',
  '../../shared/integrations/secrets/secret-encryption.local.ts',
];

export const BUNDLING: BundlingOptions = {
  format: OutputFormat.ESM,
  target: 'node24',
  minify: true,
  // Without it esbuild takes the CommonJS builds, which cannot be shaken: half as large again.
  mainFields: ['module', 'main'],
  // The runtime's own SDK is loaded file by file: bundled, a cold start takes half the time, and the version is ours.
  bundleAwsSDK: true,
  externalModules: [...NEVER_LOADED, ...LOCAL_ONLY],
  // A map is twice the bundle, and Node would read it at the first error. It can be made again from the commit.
  sourceMap: false,
};
