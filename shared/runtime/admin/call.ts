/** The border of an admin call: what came is parsed by the call's own schemas, or answered. */

import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type * as z from 'zod';
import { problemOf } from '../../contract/admin/problem.ts';
import { isDeeperThan, isJsonType, isObject, parseJson } from '../../contract/json-body.ts';
import { type Answer, problem, type RefusalCode, refusal } from './answer.ts';

const MAX_BODY_BYTES = 64 * 1024;
const MAX_DEPTH = 16;

export type Call<B, Q> = {
  readonly accountId: string;
  /** As they stand in the path: whether they are ids, and whose, the story finds out. */
  readonly integrationId: string;
  readonly keyId: string;
  readonly body: B;
  readonly query: Q;
};

export type Endpoint = (event: APIGatewayProxyEventV2, accountId: string) => Promise<Answer>;

type Schemas<B extends z.ZodType, Q extends z.ZodType> = { readonly body?: B; readonly query?: Q };

/** Without a body schema a body is ignored, as GET and DELETE do. */
export const createEndpoint =
  <B extends z.ZodType, Q extends z.ZodType>(
    { body: bodySchema, query: querySchema }: Schemas<B, Q>,
    run: (call: Call<z.output<B>, z.output<Q>>) => Promise<Answer>,
  ): Endpoint =>
  async (event, accountId) => {
    const body = parseBody(event, bodySchema);
    if (!body.ok) return body.answer;
    const query = parseQuery(event, querySchema);
    if (!query.ok) return query.answer;
    const { integrationId = '', keyId = '' } = event.pathParameters ?? {};
    return run({ accountId, integrationId, keyId, body: body.value, query: query.value });
  };

type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly answer: Answer };

const refused = (code: RefusalCode): { readonly ok: false; readonly answer: Answer } => ({
  ok: false,
  answer: refusal(code),
});
