import { queryOptions } from '@tanstack/preact-query';
import { api, dataOf } from './client.ts';

const EVERY_MS = 30_000;

/** How we ourselves are. */
export const pipelineQuery = () =>
  queryOptions({
    queryKey: ['pipeline'],
    queryFn: () => dataOf(api.GET('/v1/pipeline')),
    refetchInterval: EVERY_MS,
  });
