import { queryOptions } from '@tanstack/preact-query';
import { api, dataOf } from './client.ts';

const EVERY_MS = 5_000;

/** `everyMs`: somebody waits for a change and looks. */
export const integrationQuery = (integrationId: string, everyMs = EVERY_MS) =>
  queryOptions({
    queryKey: ['integration', integrationId],
    queryFn: () => dataOf(api.GET('/v1/integrations/{integrationId}', { params: { path: { integrationId } } })),
    refetchInterval: everyMs,
  });
