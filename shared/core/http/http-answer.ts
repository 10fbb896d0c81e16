/** Answers of the HTTP API. Codes and paths, never a value of what was sent. */

import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Problem } from '../problem.ts';
import { NO_SNIFF } from './no-sniff.ts';

export type Answer = APIGatewayProxyStructuredResultV2 & { readonly statusCode: number };

/** Answers hold settings and once a key: nobody in between keeps them. */
const PRIVATE = { 'cache-control': 'no-store', ...NO_SNIFF } as const;

export const json = (statusCode: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer => ({
  statusCode,
  headers: { 'content-type': 'application/json', ...PRIVATE, ...headers },
  body: JSON.stringify(body),
});

export const noContent = (): Answer => ({ statusCode: 204, headers: PRIVATE });

/** The first problem is the error; where there are several, `problems` lists them all. */
export const problem = (
  statusCode: number,
  found: Problem | readonly [Problem, ...Problem[]],
  headers: Readonly<Record<string, string>> = {},
): Answer => {
  const problems = isList(found) ? found : [found];
  const [{ code, field, message }] = isList(found) ? found : [found];
  return json(
    statusCode,
    { error: { code, message, ...(field !== undefined && { field }), ...(problems.length > 1 && { problems }) } },
    headers,
  );
};

const isList = (found: Problem | readonly [Problem, ...Problem[]]): found is readonly [Problem, ...Problem[]] =>
  Array.isArray(found);

const REFUSALS = {
  token_missing: { status: 401, message: 'Send a valid token as "Authorization: Bearer <token>".' },
  scope_missing: { status: 403, message: 'The token lacks the scope that this call needs.' },
  account_missing: { status: 403, message: 'The token does not name an account.' },
  not_found: { status: 404, message: 'Not found in this account.' },
  contended: { status: 409, message: 'Other changes of the same integration got in the way. Send the request again.' },
  not_json: { status: 400, message: 'The body is not JSON in UTF-8.' },
  not_an_object: { status: 400, message: 'The body must be a JSON object.' },
  too_deep: { status: 400, message: 'The body is nested too deeply.' },
  too_large: { status: 413, message: 'The body is larger than 64 KB.' },
  not_json_by_type: { status: 415, message: 'Send "Content-Type: application/json".' },
  unavailable: { status: 503, message: 'We cannot process the request right now. Send it again.' },
} as const;

export type RefusalCode = keyof typeof REFUSALS;

export const refusal = (code: RefusalCode): Answer => {
  const { status, message } = REFUSALS[code];
  return problem(status, { code, message }, EXTRA_HEADERS[status] ?? {});
};

const EXTRA_HEADERS: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  401: { 'www-authenticate': 'Bearer' },
  503: { 'retry-after': '1' },
};
