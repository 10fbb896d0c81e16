/** The border of an HTTP call: what came is parsed by the operation's own schemas, or answered. */

import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type * as z from 'zod';
import type { RouteKey } from '../../routes.ts';
import { createProblems } from '../problem.ts';
import type { KnownCaller } from './caller.ts';
import { type Answer, problem, type RefusalCode, refusal } from './http-answer.ts';
import { isJsonType, isObject, parseJson } from './json-body.ts';

const MAX_BODY_BYTES = 64 * 1024;
const MAX_DEPTH = 16;

/** Custom issues bring their own sentences along. */
const { problemsOf } = createProblems('The request', {});

export type Call<B, Q> = {
  readonly accountId: string;
  /** The subject of the token, for what remembers who did it. */
  readonly by?: string;
  /** What the token grants, for calls that may do more to those who may more. */
  readonly scopes: readonly string[];
  /** As they stand in the path: whether they are ids, and whose, the use case finds out. */
  readonly integrationId: string;
  readonly keyId: string;
  /** As it was asked for, with its query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: B;
  readonly query: Q;
};

/** What answers one route. */
export type Endpoint = {
  readonly route: RouteKey;
  readonly answer: (event: APIGatewayProxyEventV2, caller: KnownCaller) => Promise<Answer>;
};

type Takes<Q> = { readonly route: RouteKey; readonly query: Q; readonly repeatable?: readonly string[] };
type TakesBody<B, Q> = Takes<Q> & { readonly body: B };

/** For an operation without a body; what comes as one is ignored, as GET and DELETE do. */
export const createEndpoint = <Q extends z.ZodType>(
  operation: Takes<Q>,
  run: (call: Call<undefined, z.output<Q>>) => Promise<Answer>,
): Endpoint => ({
  route: operation.route,
  answer: async (event, caller) => {
    const query = parseQuery(event, operation);
    return query.ok ? run({ ...toCall(event, caller), body: undefined, query: query.value }) : query.answer;
  },
});

export const createBodyEndpoint = <B extends z.ZodType, Q extends z.ZodType>(
  operation: TakesBody<B, Q>,
  run: (call: Call<z.output<B>, z.output<Q>>) => Promise<Answer>,
): Endpoint => ({
  route: operation.route,
  answer: async (event, caller) => {
    const body = parseBody(event, operation.body);
    if (!body.ok) return body.answer;
    const query = parseQuery(event, operation);
    return query.ok ? run({ ...toCall(event, caller), body: body.value, query: query.value }) : query.answer;
  },
});

const toCall = (event: APIGatewayProxyEventV2, { accountId, scopes, bearer }: KnownCaller) => ({
  accountId,
  scopes,
  path: `${event.rawPath}${event.rawQueryString === '' ? '' : `?${event.rawQueryString}`}`,
  headers: event.headers,
  ...(bearer.subject !== undefined && { by: bearer.subject }),
  integrationId: event.pathParameters?.['integrationId'] ?? '',
  keyId: event.pathParameters?.['keyId'] ?? '',
});

type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly answer: Answer };

const parseQuery = <Q extends z.ZodType>(
  event: APIGatewayProxyEventV2,
  { query: schema, repeatable = [] }: Takes<Q>,
): Parsed<z.output<Q>> => {
  const input = { ...event.queryStringParameters, ...listsIn(event.rawQueryString, repeatable) };
  const parsed = schema.safeParse(input);
  return parsed.success
    ? { ok: true, value: parsed.data }
    : { ok: false, answer: problem(400, problemsOf(parsed.error, input)) };
};

/** API Gateway joins the values of a repeated parameter by commas, and a value may hold one. */
const listsIn = (rawQuery: string, names: readonly string[]): Readonly<Record<string, readonly string[]>> => {
  const parameters = names.length === 0 ? undefined : new URLSearchParams(rawQuery);
  return Object.fromEntries(names.flatMap((name) => (parameters?.has(name) ? [[name, parameters.getAll(name)]] : [])));
};

const parseBody = <B extends z.ZodType>(event: APIGatewayProxyEventV2, schema: B): Parsed<z.output<B>> => {
  const read = readBody(event);
  if (!read.ok) return { ok: false, answer: refusal(read.refusal) };
  const parsed = schema.safeParse(read.value);
  return parsed.success
    ? { ok: true, value: parsed.data }
    : { ok: false, answer: problem(422, problemsOf(parsed.error, read.value)) };
};

type ReadBody = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly refusal: RefusalCode };

/** No body says the same as `{}`. */
const readBody = ({ headers, body: text = '', isBase64Encoded }: APIGatewayProxyEventV2): ReadBody => {
  const bytes = Buffer.from(text, isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.byteLength === 0) return { ok: true, value: {} };
  if (bytes.byteLength > MAX_BODY_BYTES) return { ok: false, refusal: 'too_large' };
  if (!isJsonType(headers['content-type'])) return { ok: false, refusal: 'not_json_by_type' };
  const json = parseJson(bytes, MAX_DEPTH);
  if (!json.ok) return json;
  return isObject(json.value) ? json : { ok: false, refusal: 'not_an_object' };
};
