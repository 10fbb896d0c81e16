/** A function as it is deployed: its bundle, its environment, and something that runs it. */

import type { DeployedBundle } from '../support/deployed-bundles.ts';
import type { DeployedAccount } from './deployed-account.ts';

export type DeployedFunction = {
  /** What the handler answers, through JSON; rejects with what Lambda would report. */
  readonly invoke: (event: unknown) => Promise<unknown>;
  /** All that it wrote. */
  readonly output: () => string;
  readonly stop: () => Promise<void>;
};

export type StartFunction = (
  bundle: DeployedBundle,
  environment: Readonly<Record<string, string>>,
) => Promise<DeployedFunction>;

/** The handler threw, or its process ended. */
export class InvocationError extends Error {
  override readonly name = 'InvocationError';
}

/** The variables of the template and those that Lambda itself sets, and no other. */
export const environmentOf = (
  { logicalId, folder, memoryMegabytes, variables }: DeployedBundle,
  { recorder, resolve }: DeployedAccount,
): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, resolve(value)])),
  AWS_REGION: 'us-east-1',
  AWS_DEFAULT_REGION: 'us-east-1',
  // The recorder knows the caller by it.
  AWS_ACCESS_KEY_ID: logicalId,
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_SESSION_TOKEN: 'session',
  AWS_LAMBDA_FUNCTION_NAME: logicalId,
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: `${memoryMegabytes}`,
  AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${logicalId}`,
  AWS_LAMBDA_LOG_STREAM_NAME: '2026/11/24/[$LATEST]0',
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  LAMBDA_TASK_ROOT: folder,
  LAMBDA_RUNTIME_DIR: '/var/runtime',
  LANG: 'en_US.UTF-8',
  TZ: ':UTC',
  PATH: '/usr/bin:/bin',
  // Where AWS has names, this machine has one address.
  AWS_ENDPOINT_URL: recorder.endpoint,
});
