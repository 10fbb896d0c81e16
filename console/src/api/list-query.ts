/** The account's integrations in the order of the API, the most urgent first, with the counts of each state. */

import { keepPreviousData, queryOptions } from '@tanstack/preact-query';
import { ApiError, api, problemOf } from './client.ts';
import type { components } from './schema.d.ts';

type Page = components['schemas']['IntegrationList'];
export type ListedState = keyof Page['counts'];

export type ListedIntegrations = Pick<Page, 'items' | 'counts'>;

const EVERY_MS = 15_000;

/** All pages: an account has tens of integrations, not thousands. */
const readList = async (state: ListedState | undefined): Promise<ListedIntegrations> => {
  const first = await readPage(state, undefined);
  const pages = [first];
  for (let cursor = first.nextCursor; cursor !== undefined; cursor = pages.at(-1)?.nextCursor) {
    pages.push(await readPage(state, cursor));
  }
  return { counts: first.counts, items: pages.flatMap(({ items }) => items) };
};

/** What was answered last, by what was asked: an answer that is the same as before is not sent again. */
const answered = new Map<string, { readonly etag: string; readonly page: Page }>();

const readPage = async (state: ListedState | undefined, cursor: string | undefined): Promise<Page> => {
  const query = { limit: '100', ...(state !== undefined && { state }), ...(cursor !== undefined && { cursor }) };
  const asked = JSON.stringify(query);
  const before = answered.get(asked);
  const { data, error, response } = await api.GET('/v1/integrations', {
    params: { query },
    ...(before && { headers: { 'if-none-match': before.etag } }),
  });
  if (response.status === 304 && before) return before.page;
  if (data === undefined) throw new ApiError(response.status, problemOf(error));
  const etag = response.headers.get('etag');
  if (etag !== null) answered.set(asked, { etag, page: data });
  return data;
};

/** No answer of one person is shown to the next. */
export const forgetList = (): void => answered.clear();

/** A list that did not change stays the same object: nothing is drawn again. */
export const listQuery = (state?: ListedState) =>
  queryOptions({
    queryKey: ['integrations', state],
    queryFn: () => readList(state),
    refetchInterval: EVERY_MS,
    placeholderData: keepPreviousData,
  });
