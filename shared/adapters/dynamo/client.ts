import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { collectAnswer } from '../collect-answer.ts';
import { keepSigner } from '../keep-signer.ts';
import { OneShotSha256 } from '../one-shot-sha256.ts';
import { quiet } from '../quiet.ts';
import { NativeJsonProtocol } from './native-json.ts';

type Patience = { readonly attempts: number; readonly connectionTimeoutMs: number; readonly requestTimeoutMs: number };

/**
 * Time-outs and attempts are pinned: the SDK's defaults change between versions, and its default request time-out only
 * warns while the call hangs. An attempt takes at most 3 s; with three of them and their pauses a call ends within
 * about 10 s, a third of every function's time.
 */
export const createDynamoClient = (): DynamoDBClient =>
  openClient({ attempts: 3, connectionTimeoutMs: 1_000, requestTimeoutMs: 3_000 });

/** For the door, whose sender waits: two attempts of a second each. */
export const createQuickDynamoClient = (): DynamoDBClient =>
  openClient({ attempts: 2, connectionTimeoutMs: 500, requestTimeoutMs: 1_000 });

/** The calls of a chat are most of what it costs, and most of a call is the SDK's own work: it is spared what it can be. */
const openClient = ({ attempts, connectionTimeoutMs, requestTimeoutMs }: Patience): DynamoDBClient => {
  const client = new DynamoDBClient({
    maxAttempts: attempts,
    retryMode: 'standard',
    requestHandler: {
      connectionTimeout: connectionTimeoutMs,
      requestTimeout: requestTimeoutMs,
      throwOnRequestTimeout: true,
    },
    protocol: NativeJsonProtocol,
    sha256: OneShotSha256,
    streamCollector: collectAnswer,
  });
  return keepSigner(quiet(client));
};
