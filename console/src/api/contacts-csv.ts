/** The counts as a file: what the API itself writes, page after page. */

import { ApiError, api, problemOf } from './client.ts';
import { type AskedCounts, startOf } from './contacts-query.ts';

type Page = { readonly csv: string; readonly next: string | undefined };

const NEXT = /<([^>]*)>; rel="next"/;

const readPage = async (integrationId: string, asked: AskedCounts, queue: string | undefined): Promise<Page> => {
  const { data, error, response } = await api.GET('/v1/integrations/{integrationId}/contact-counts', {
    params: {
      path: { integrationId },
      query: { ...asked, interval: 'PT1H', ...(queue !== undefined && { queue: [queue] }) },
    },
    headers: { accept: 'text/csv' },
    parseAs: 'text',
  });
  if (data === undefined) throw new ApiError(response.status, problemOf(error));
  return { csv: data, next: NEXT.exec(response.headers.get('link') ?? '')?.[1] };
};

export const readContactsCsv = async (
  integrationId: string,
  asked: AskedCounts,
  queue: string | undefined,
): Promise<string> => {
  const first = await readPage(integrationId, asked, queue);
  const texts = [first.csv];
  for (let { next } = first; next !== undefined; ) {
    const page = await readPage(integrationId, { ...asked, from: startOf(next) }, queue);
    texts.push(withoutHeader(page.csv));
    next = page.next;
  }
  return texts.join('');
};

const withoutHeader = (csv: string): string => csv.slice(csv.indexOf('\n') + 1);
