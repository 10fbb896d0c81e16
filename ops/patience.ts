/** An operator waits, and nobody else: but for no answer that stops halfway. */
export const OPERATOR_PATIENCE = {
  maxAttempts: 5,
  retryMode: 'standard',
  requestHandler: {
    connectionTimeout: 2_000,
    requestTimeout: 10_000,
    socketTimeout: 10_000,
    throwOnRequestTimeout: true,
  },
} as const;
