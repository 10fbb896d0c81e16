import { KMSClient } from '@aws-sdk/client-kms';

/** Pinned as the other clients are: an administrator waits, and one attempt takes 2 s at most. */
export const createKmsClient = (): KMSClient =>
  new KMSClient({
    maxAttempts: 3,
    retryMode: 'standard',
    requestHandler: {
      connectionTimeout: 1_000,
      requestTimeout: 2_000,
      socketTimeout: 2_000,
      throwOnRequestTimeout: true,
    },
  });
