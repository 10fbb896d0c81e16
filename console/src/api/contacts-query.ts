/** The counts of some days, hour by hour: all pages of the answer as one. */

import { keepPreviousData, queryOptions } from '@tanstack/preact-query';
import { api, dataOf } from './client.ts';
import { type ContactCounts, joinPages } from './joined-pages.ts';

const EVERY_MS = 60_000;

export type AskedCounts = {
  /** RFC 3339, on a quarter of an hour. */
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
  readonly measure: 'contacts' | 'arrivals';
  readonly join: 'name' | 'group';
};

const readPage = (integrationId: string, asked: AskedCounts): Promise<ContactCounts> =>
  dataOf(
    api.GET('/v1/integrations/{integrationId}/contact-counts', {
      params: { path: { integrationId }, query: { ...asked, interval: 'PT1H' } },
    }),
  );

const readAll = async (integrationId: string, asked: AskedCounts): Promise<ContactCounts> => {
  const first = await readPage(integrationId, asked);
  const pages = [first];
  for (let { next } = first; next !== null; next = pages.at(-1)?.next ?? null) {
    pages.push(await readPage(integrationId, { ...asked, from: startOf(next) }));
  }
  return joinPages(pages);
};

/** Of the next page: it asks the same from there on. */
export const startOf = (path: string): string => new URL(path, location.origin).searchParams.get('from') ?? '';

export const contactsQuery = (integrationId: string, asked: AskedCounts) =>
  queryOptions({
    queryKey: ['contacts', integrationId, asked],
    queryFn: () => readAll(integrationId, asked),
    refetchInterval: EVERY_MS,
    // Another choice: the picture of the last one stays until its own is here.
    placeholderData: keepPreviousData,
  });

const NAMES_FRESH_MS = 10 * 60_000;

/** Under which other names the groups of the source queues were counted. */
export const queuesQuery = (integrationId: string, { from, to, measure }: AskedCounts) =>
  queryOptions({
    queryKey: ['queues', integrationId, from, to, measure],
    queryFn: () =>
      dataOf(
        api.GET('/v1/integrations/{integrationId}/queues', {
          params: { path: { integrationId }, query: { from, to, measure } },
        }),
      ),
    staleTime: NAMES_FRESH_MS,
  });
