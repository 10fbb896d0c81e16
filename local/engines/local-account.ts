/** The AWS account that this machine imitates. */

export const REGION = 'us-east-1';
/** The account that the queue engine puts into its ARNs. */
export const ACCOUNT_ID = '000000000000';

/** The engines take any credentials; the SDK insists on some. */
const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

/** Explicit in every point: a developer's own profile and settings must not lead a local client to real AWS. */
export const localClient = (endpoint: string) => ({
  endpoint,
  region: REGION,
  credentials: CREDENTIALS,
  maxAttempts: 5,
  retryMode: 'standard',
});

/**
 * The environment of a local function, and nothing of ours: AWS_PROFILE would beat these keys, and
 * AWS_IGNORE_CONFIGURED_ENDPOINT_URLS would call real AWS.
 */
export const localEnvironment = (endpoints: {
  readonly dynamodb: string;
  readonly sqs: string;
  /** For the functions that read metrics. */
  readonly cloudWatch?: string;
}): Readonly<Record<string, string>> => ({
  AWS_REGION: REGION,
  AWS_DEFAULT_REGION: REGION,
  AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
  AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
  AWS_ENDPOINT_URL_SQS: endpoints.sqs,
  // The queue engine has topics too.
  AWS_ENDPOINT_URL_SNS: endpoints.sqs,
  ...(endpoints.cloudWatch !== undefined && { AWS_ENDPOINT_URL_CLOUDWATCH: endpoints.cloudWatch }),
  // A developer's files may name endpoints and profiles too.
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
  // Any service without an engine here must fail at once, not reach AWS.
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  TZ: 'UTC',
});
