/** What the pages read, each with its key in the cache and how often it is read again while it is looked at. */

import { type QueryClient, queryOptions } from '@tanstack/preact-query';
import { api, dataOf, type Integration } from './client.ts';

const LIST_EVERY_MS = 15_000;

/** All pages: an account has tens of integrations, not thousands. */
const readIntegrations = async (): Promise<readonly Integration[]> => {
  const items: Integration[] = [];
  let cursor: string | undefined;
  do {
    const page = await dataOf(
      api.GET('/v1/integrations', { params: { query: { limit: '100', ...(cursor !== undefined && { cursor }) } } }),
    );
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return items;
};

export const integrationsQuery = () =>
  queryOptions({ queryKey: ['integrations'], queryFn: readIntegrations, refetchInterval: LIST_EVERY_MS });

export const refreshAll = (client: QueryClient): Promise<void> => client.invalidateQueries();
