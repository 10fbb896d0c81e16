import { SQSClient } from '@aws-sdk/client-sqs';

/** Pinned as in core/dynamo/dynamo-client.ts, for the same reasons. A sender waits for the first of these calls. */
export const createQueueClient = (): SQSClient =>
  new SQSClient({
    maxAttempts: 3,
    retryMode: 'standard',
    requestHandler: {
      connectionTimeout: 1_000,
      requestTimeout: 2_000,
      socketTimeout: 2_000,
      throwOnRequestTimeout: true,
    },
  });
