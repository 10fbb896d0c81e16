/** The HTTP API, typed by docs/openapi.json. The token stands in memory only. */

import createClient from 'openapi-fetch';
import type { components, paths } from './schema.d.ts';

export type Integration = components['schemas']['Integration'];
export type Incident = components['schemas']['Incident'];
export type Key = components['schemas']['Key'];

/** An answer that is no success. Status 0: there was none. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string | undefined;
  readonly field: string | undefined;

  constructor(status: number, { code, field }: { readonly code?: string; readonly field?: string } = {}) {
    super(code ?? `HTTP ${status}`);
    this.status = status;
    this.code = code;
    this.field = field;
  }
}

let token: string | undefined;

export const holdToken = (next: string | undefined): void => {
  token = next;
};

export const api = createClient<paths>({ baseUrl: '', fetch: (request) => fetch(request).catch(failOffline) });

api.use({
  onRequest: ({ request }) => {
    if (token !== undefined) request.headers.set('authorization', `Bearer ${token}`);
    return request;
  },
});

const failOffline = (): never => {
  throw new ApiError(0);
};

type Answer<T> = { readonly data?: T; readonly error?: unknown; readonly response: Response };

/** The data of a success; an ApiError otherwise. */
export const dataOf = async <T>(answer: Promise<Answer<T>>): Promise<T> => {
  const { data, error, response } = await answer;
  if (data !== undefined) return data;
  throw new ApiError(response.status, problemOf(error));
};

/** For what answers nothing, or nothing that is needed: an ApiError where it was no success. */
export const doneOf = async (answer: Promise<Answer<unknown>>): Promise<void> => {
  const { error, response } = await answer;
  if (!response.ok) throw new ApiError(response.status, problemOf(error));
};

export const problemOf = (error: unknown): { readonly code?: string; readonly field?: string } => {
  if (!isRecord(error) || !isRecord(error['error'])) return {};
  const { code, field } = error['error'];
  return { ...(typeof code === 'string' && { code }), ...(typeof field === 'string' && { field }) };
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
