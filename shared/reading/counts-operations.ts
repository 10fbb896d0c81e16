/** The calls of the read API: the handler parses by this table, and docs/openapi.json is made of it. */

import type { Operation } from '../core/http/operation.ts';
import { changesSchema, contactCountsSchema, queuesSchema } from './reading-answers.ts';
import { changesQuerySchema, contactCountsQuerySchema, queuesQuerySchema } from './reading-requests.ts';

export const COUNTS_OPERATIONS = {
  readContactCounts: {
    route: 'GET /v1/integrations/{integrationId}/contact-counts',
    operationId: 'readContactCounts',
    summary:
      'Contact counts in intervals of a time zone, with what may be believed of them; as CSV with Accept: text/csv',
    tag: 'contacts',
    query: contactCountsQuerySchema,
    repeatable: ['queue'],
    answers: { 200: contactCountsSchema, 304: null },
    refusals: [400, 404],
  },
  readChanges: {
    route: 'GET /v1/integrations/{integrationId}/contact-counts/changes',
    operationId: 'readContactCountChanges',
    summary: 'Corrected counts since a cursor, and the holes as they are now',
    tag: 'contacts',
    query: changesQuerySchema,
    answers: { 200: changesSchema, 304: null },
    refusals: [400, 404],
  },
  readQueues: {
    route: 'GET /v1/integrations/{integrationId}/queues',
    operationId: 'readQueues',
    summary: 'The source queues of a range: names, totals, the Freshchat groups behind them',
    tag: 'contacts',
    query: queuesQuerySchema,
    answers: { 200: queuesSchema, 304: null },
    refusals: [400, 404],
  },
} as const satisfies Readonly<Record<string, Operation>>;
