/** Every admin call as the OpenAPI document describes it: what it takes and all that it answers. */

import type * as z from 'zod';
import type { RouteKey } from '../../routes.ts';
import {
  generatedKeySchema,
  incidentListSchema,
  integrationListSchema,
  integrationSchema,
  keyListSchema,
  keySchema,
  verificationSchema,
} from './answers.ts';
import {
  changeIntegrationSchema,
  createIntegrationSchema,
  eraseQuerySchema,
  generateKeySchema,
  noQuerySchema,
  nothingSchema,
  pageQuerySchema,
  verifyQuerySchema,
} from './requests.ts';

export type Operation = {
  readonly operationId: string;
  readonly summary: string;
  readonly query: z.ZodObject;
  readonly body?: z.ZodObject;
  /** A success by its status; `null` has no body. */
  readonly answers: Readonly<Record<number, z.ZodType | null>>;
  /** Refusals, all with the same body. 401, 403 and 503 may answer every call. */
  readonly refusals: readonly (400 | 404 | 409 | 413 | 415 | 422)[];
};

/** What the border of a call with a body may refuse. */
const WITH_BODY = [400, 413, 415, 422] as const;

export const ADMIN_OPERATIONS = {
  'POST /v1/integrations': {
    operationId: 'createIntegration',
    summary: 'Create an integration; the Freshchat key is verified before it is saved',
    query: verifyQuerySchema,
    body: createIntegrationSchema,
    answers: { 201: integrationSchema },
    refusals: [...WITH_BODY, 409],
  },
  'GET /v1/integrations': {
    operationId: 'listIntegrations',
    summary: "List the account's integrations",
    query: pageQuerySchema,
    answers: { 200: integrationListSchema },
    refusals: [400],
  },
  'GET /v1/integrations/{integrationId}': {
    operationId: 'getIntegration',
    summary: 'Settings, status with cause and next step, evidence, keys without secrets',
    query: noQuerySchema,
    answers: { 200: integrationSchema },
    refusals: [404],
  },
  'PATCH /v1/integrations/{integrationId}': {
    operationId: 'changeIntegration',
    summary: 'Change settings, based on a version',
    query: verifyQuerySchema,
    body: changeIntegrationSchema,
    answers: { 200: integrationSchema },
    refusals: [...WITH_BODY, 404, 409],
  },
  'DELETE /v1/integrations/{integrationId}': {
    operationId: 'deleteIntegration',
    summary: 'Delete: revokes the keys, keeps the counts; with erase=true they go too, in the background',
    query: eraseQuerySchema,
    answers: { 202: integrationSchema, 204: null },
    refusals: [400, 404],
  },
  'POST /v1/integrations/{integrationId}/pause': {
    operationId: 'pauseIntegration',
    summary: 'Mute flags and notices; events still count',
    query: noQuerySchema,
    body: nothingSchema,
    answers: { 200: integrationSchema },
    refusals: [...WITH_BODY, 404],
  },
  'POST /v1/integrations/{integrationId}/resume': {
    operationId: 'resumeIntegration',
    summary: 'End the pause',
    query: noQuerySchema,
    body: nothingSchema,
    answers: { 200: integrationSchema },
    refusals: [...WITH_BODY, 404],
  },
  'POST /v1/integrations/{integrationId}/keys': {
    operationId: 'generateKey',
    summary: 'Generate an injixo API key, shown in this answer only',
    query: noQuerySchema,
    body: generateKeySchema,
    answers: { 201: generatedKeySchema },
    refusals: [...WITH_BODY, 404, 409],
  },
  'GET /v1/integrations/{integrationId}/keys': {
    operationId: 'listKeys',
    summary: 'All keys that are kept, the newest first, without secrets',
    query: noQuerySchema,
    answers: { 200: keyListSchema },
    refusals: [404],
  },
  'DELETE /v1/integrations/{integrationId}/keys/{keyId}': {
    operationId: 'revokeKey',
    summary: 'Revoke a key; it takes effect within 60 seconds',
    query: noQuerySchema,
    answers: { 200: keySchema },
    refusals: [404],
  },
  'POST /v1/integrations/{integrationId}/verify': {
    operationId: 'verifyConnection',
    summary: 'Ask Freshchat with the stored key, and tell when the app was last heard of',
    query: noQuerySchema,
    body: nothingSchema,
    answers: { 200: verificationSchema },
    refusals: [...WITH_BODY, 404, 409],
  },
  'GET /v1/integrations/{integrationId}/incidents': {
    operationId: 'listIncidents',
    summary: 'The stretches of silence, the newest first',
    query: pageQuerySchema,
    answers: { 200: incidentListSchema },
    refusals: [400, 404],
  },
} as const satisfies Record<Exclude<RouteKey, 'POST /v1/events'>, Operation>;
