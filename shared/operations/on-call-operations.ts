/** The calls for on-call, across accounts: the handler parses by this table, and docs/openapi.json is made of it. */

import * as z from 'zod';
import type { Operation } from '../core/http/operation.ts';
import { noQuerySchema, pageQuerySchema } from '../integrations/integration-requests.ts';
import { incidentsOfAllSchema, integrationsOfAllSchema, pipelineNumbersSchema } from './operations-answers.ts';
import { SECTIONS } from './survey.ts';

export const ON_CALL_OPERATIONS = {
  surveyIntegrations: {
    route: 'GET /v1/operations/integrations',
    operationId: 'surveyIntegrations',
    summary: 'The integrations of all accounts, the most urgent first, with counts of all',
    tag: 'operations',
    query: pageQuerySchema.extend({
      state: z.enum(SECTIONS).exactOptional().meta({ description: 'Only these.' }),
    }),
    answers: { 200: integrationsOfAllSchema },
    refusals: [400],
  },
  surveyIncidents: {
    route: 'GET /v1/operations/incidents',
    operationId: 'surveyIncidents',
    summary: 'Incidents of all accounts, the newest first',
    tag: 'operations',
    query: pageQuerySchema.extend({
      state: z.enum(['open']).exactOptional().meta({ description: 'Only those that go on.' }),
    }),
    answers: { 200: incidentsOfAllSchema },
    refusals: [400],
  },
  surveyPipeline: {
    route: 'GET /v1/operations/pipeline',
    operationId: 'surveyPipeline',
    summary: 'Our own pipeline in numbers: probe, stall, outages, counts of integrations and incidents',
    tag: 'operations',
    query: noQuerySchema,
    answers: { 200: pipelineNumbersSchema },
    refusals: [],
  },
} as const satisfies Readonly<Record<string, Operation>>;
