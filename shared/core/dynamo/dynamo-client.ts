import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

/**
 * Time-outs and attempts are pinned: the SDK's defaults change between versions, and its default request time-out only
 * warns while the call hangs. The time-out of the request ends with the headers; the socket's ends an answer that stops
 * halfway. An attempt takes about 3 s; with three of them and their pauses a call ends within about 10 s, a third of
 * every function's time.
 */
export const PATIENCE = {
  maxAttempts: 3,
  retryMode: 'standard',
  requestHandler: {
    connectionTimeout: 1_000,
    requestTimeout: 3_000,
    socketTimeout: 3_000,
    throwOnRequestTimeout: true,
  },
} as const satisfies DynamoDBClientConfig;

/** For receive-events, whose sender waits: two attempts of a second each. */
const QUICK_PATIENCE = {
  maxAttempts: 2,
  retryMode: 'standard',
  requestHandler: { connectionTimeout: 500, requestTimeout: 1_000, socketTimeout: 1_000, throwOnRequestTimeout: true },
} as const satisfies DynamoDBClientConfig;

export const createDynamoClient = (): DynamoDBClient => openClient(PATIENCE);
export const createQuickDynamoClient = (): DynamoDBClient => openClient(QUICK_PATIENCE);

const openClient = (patience: DynamoDBClientConfig): DynamoDBClient => {
  const client = new DynamoDBClient(patience);
  // It copies each input and output for a logger that we do not have: a sixth of the CPU time
  // of an event, for one line (docs/decisions/0009).
  client.middlewareStack.remove('loggerMiddleware');
  return client;
};
