import { MutationCache, QueryCache, QueryClient } from '@tanstack/preact-query';
import { endSession } from '../session/session.ts';
import { ApiError } from './client.ts';

const RETRIES = 2;

/** What the next attempt may cure: no connection, or a service that is busy. */
const isPassing = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status >= 500);

const onError = (error: unknown): void => {
  if (error instanceof ApiError && error.status === 401) endSession();
};

export const createQueries = (): QueryClient =>
  new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        retry: (failures, error) => failures < RETRIES && isPassing(error),
        // "No connection" is for the page to say, not for a pause without words.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });
