import type * as z from 'zod';
import type { RouteKey } from '../../routes.ts';

/** One call of the HTTP API: what it takes and all that it answers. The parser and docs/openapi.json read it. */
export type Operation = {
  readonly route: RouteKey;
  readonly operationId: string;
  readonly summary: string;
  readonly query: z.ZodObject;
  /** The parameters of the query that may come more than once. */
  readonly repeatable?: readonly string[];
  /** The tag of the document, and of whoever reads it. */
  readonly tag?: 'integrations' | 'contacts' | 'operations';
  readonly body?: z.ZodObject;
  /** A success by its status; `null` has no body. */
  readonly answers: Readonly<Record<number, z.ZodType | null>>;
  /** Refusals, all with the same body. 401, 403 and 503 may answer every call. */
  readonly refusals: readonly RefusalStatus[];
};

type RefusalStatus = 400 | 404 | 409 | 413 | 415 | 422;

/** What every call with a body may refuse. */
export const WITH_BODY = [400, 413, 415, 422] as const satisfies readonly RefusalStatus[];
