import { infiniteQueryOptions } from '@tanstack/preact-query';
import { api, dataOf } from './client.ts';

const EVERY_MS = 30_000;

/** The newest first, a page at a time. */
export const incidentsQuery = (integrationId: string) =>
  infiniteQueryOptions({
    queryKey: ['incidents', integrationId],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      dataOf(
        api.GET('/v1/integrations/{integrationId}/incidents', {
          params: { path: { integrationId }, query: { limit: '100', ...(pageParam !== '' && { cursor: pageParam }) } },
        }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: EVERY_MS,
  });
