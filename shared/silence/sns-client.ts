import { SNSClient } from '@aws-sdk/client-sns';

/** Pinned for the reasons that stand at the DynamoDB client. */
export const createNoticeClient = (): SNSClient =>
  new SNSClient({
    maxAttempts: 3,
    retryMode: 'standard',
    requestHandler: {
      connectionTimeout: 1_000,
      requestTimeout: 3_000,
      socketTimeout: 3_000,
      throwOnRequestTimeout: true,
    },
  });
