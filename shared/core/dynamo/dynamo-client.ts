import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { collectAnswer } from '../sdk/collect-answer.ts';
import { keepSigner } from '../sdk/keep-signer.ts';
import { OneShotSha256 } from '../sdk/one-shot-sha256.ts';
import { quiet } from '../sdk/quiet.ts';
import { NativeJsonProtocol } from './native-json.ts';

/**
 * Time-outs and attempts are pinned: the SDK's defaults change between versions, and its default request time-out only
 * warns while the call hangs. An attempt takes at most 3 s; with three of them and their pauses a call ends within
 * about 10 s, a third of every function's time.
 */
export const PATIENCE = {
  maxAttempts: 3,
  retryMode: 'standard',
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
} as const satisfies DynamoDBClientConfig;

/** For the door, whose sender waits: two attempts of a second each. */
const QUICK_PATIENCE = {
  maxAttempts: 2,
  retryMode: 'standard',
  requestHandler: { connectionTimeout: 500, requestTimeout: 1_000, throwOnRequestTimeout: true },
} as const satisfies DynamoDBClientConfig;

export const createDynamoClient = (): DynamoDBClient => openClient(PATIENCE);
export const createQuickDynamoClient = (): DynamoDBClient => openClient(QUICK_PATIENCE);

/** A chat costs mostly its calls, and a call mostly the SDK's own work: it is spared what it can be. */
const openClient = (patience: DynamoDBClientConfig): DynamoDBClient => {
  const spared = { protocol: NativeJsonProtocol, sha256: OneShotSha256, streamCollector: collectAnswer };
  return keepSigner(quiet(new DynamoDBClient({ ...patience, ...spared })));
};
