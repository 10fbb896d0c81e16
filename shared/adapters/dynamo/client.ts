import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { quiet } from '../quiet.ts';

/**
 * Time-outs and attempts are pinned: the SDK's defaults change between versions, and its default request time-out only
 * warns while the call hangs. An attempt takes at most 3 s; with three of them and their pauses a call ends within
 * about 10 s, a third of every function's time.
 */
export const createDynamoClient = (): DynamoDBClient =>
  quiet(
    new DynamoDBClient({
      maxAttempts: 3,
      retryMode: 'standard',
      requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
    }),
  );

/** For the door, whose sender waits: two attempts of a second each. */
export const createQuickDynamoClient = (): DynamoDBClient =>
  quiet(
    new DynamoDBClient({
      maxAttempts: 2,
      retryMode: 'standard',
      requestHandler: { connectionTimeout: 500, requestTimeout: 1_000, throwOnRequestTimeout: true },
    }),
  );
