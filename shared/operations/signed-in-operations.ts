/** The calls for everybody who is signed in: who they are, and how we are. */

import type { Operation } from '../core/http/operation.ts';
import { noQuerySchema } from '../integrations/integration-requests.ts';
import { meSchema, pipelineSchema } from './operations-answers.ts';

export const SIGNED_IN_OPERATIONS = {
  readMe: {
    route: 'GET /v1/me',
    operationId: 'readMe',
    summary: 'Whose account the token is of, and what it allows',
    tag: 'operations',
    query: noQuerySchema,
    answers: { 200: meSchema },
    refusals: [],
  },
  readPipeline: {
    route: 'GET /v1/pipeline',
    operationId: 'readPipeline',
    summary: 'Whether our own processing is on time, in one word, since when, and a sentence',
    tag: 'operations',
    query: noQuerySchema,
    answers: { 200: pipelineSchema },
    refusals: [],
  },
} as const satisfies Readonly<Record<string, Operation>>;
