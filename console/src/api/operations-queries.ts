/** What on-call reads, across accounts: a page at a time, for there may be thousands. */

import { keepPreviousData, queryOptions } from '@tanstack/preact-query';
import { api, dataOf } from './client.ts';
import type { components } from './schema.d.ts';

export type SurveyedIntegration = components['schemas']['OperationsIntegrations']['items'][number];
export type SurveyedIncident = components['schemas']['OperationsIncidents']['items'][number];
export type PipelineNumbers = components['schemas']['OperationsPipeline'];

type Counts = components['schemas']['OperationsIntegrations']['counts'];
export type Section = Exclude<keyof Counts, 'total'>;

const EVERY_MS = 30_000;
const PAGE = '100';

export const surveyQuery = (state: Section | undefined, cursor: string | undefined) =>
  queryOptions({
    queryKey: ['operations', 'integrations', state, cursor],
    queryFn: () =>
      dataOf(
        api.GET('/v1/operations/integrations', {
          params: {
            query: { limit: PAGE, ...(state !== undefined && { state }), ...(cursor !== undefined && { cursor }) },
          },
        }),
      ),
    refetchInterval: EVERY_MS,
    // Another page: the one before stays until its own is here.
    placeholderData: keepPreviousData,
  });

export const surveyedIncidentsQuery = (isOpenOnly: boolean, cursor: string | undefined) =>
  queryOptions({
    queryKey: ['operations', 'incidents', isOpenOnly, cursor],
    queryFn: () =>
      dataOf(
        api.GET('/v1/operations/incidents', {
          params: {
            query: { limit: PAGE, ...(isOpenOnly && { state: 'open' }), ...(cursor !== undefined && { cursor }) },
          },
        }),
      ),
    refetchInterval: EVERY_MS,
    placeholderData: keepPreviousData,
  });

export const pipelineNumbersQuery = () =>
  queryOptions({
    queryKey: ['operations', 'pipeline'],
    queryFn: () => dataOf(api.GET('/v1/operations/pipeline')),
    refetchInterval: EVERY_MS,
  });
