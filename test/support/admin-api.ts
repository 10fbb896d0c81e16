/** The real admin functions over a store that the test chooses, with a clock, a cipher and a Freshchat of its own. */

import { randomBytes } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';
import { createHandler as createManage } from '../../functions/manage-integrations/handler.ts';
import { createHandler as createVerify } from '../../functions/verify-connection/handler.ts';
import { matchRoute } from '../../local/http-api/route-match.ts';
import { createLog } from '../../shared/core/lambda/log.ts';
import { createAddIntegration } from '../../shared/integrations/add-integration.ts';
import { createChangeIntegration } from '../../shared/integrations/change-integration.ts';
import { createCheckFreshchat } from '../../shared/integrations/check-freshchat.ts';
import { createDeleteIntegration, ERASE_AFTER_MS } from '../../shared/integrations/delete-integration.ts';
import { createDescribe } from '../../shared/integrations/describe.ts';
import type { FreshchatFailure } from '../../shared/integrations/freshchat/freshchat-account.port.ts';
import { createGenerateKey } from '../../shared/integrations/generate-key.ts';
import { createListIncidents } from '../../shared/integrations/list-incidents.ts';
import {
  createListIntegrations,
  createShowIntegration,
  createShowLiveIntegration,
} from '../../shared/integrations/list-integrations.ts';
import { createPauseIntegration, createResumeIntegration } from '../../shared/integrations/pause-integration.ts';
import { createRestoreIntegration } from '../../shared/integrations/restore-integration.ts';
import { createRevokeKey } from '../../shared/integrations/revoke-key.ts';
import { createLocalDecrypt, createLocalEncrypt } from '../../shared/integrations/secrets/secret-encryption.local.ts';
import { createVerifyConnection } from '../../shared/integrations/verify-connection.ts';
import { ROUTES, SCOPES } from '../../shared/routes.ts';
import type { AdminStore } from './fakes/admin-store.ts';
import { createOperationsApi } from './operations-api.ts';
import { createReadApi } from './read-api.ts';

export const FRESHCHAT_KEY = 'freshchat-token-that-must-not-leak';
export const START = Date.parse('2026-11-22T12:00:00.000Z');
export const SETTINGS = { name: 'Support DE', freshchatDomain: 'acme.freshchat.com', freshchatKey: FRESHCHAT_KEY };

export type Request = {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly body?: unknown;
  /** Sent as it is, in place of `body`. */
  readonly rawBody?: string;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Without it: the account `acme` with all scopes. An empty account is a token without one. */
  readonly as?: 'nobody' | { readonly account?: string; readonly scope?: string };
};

export type Reply = {
  readonly status: number;
  readonly json: unknown;
  readonly text: string;
  readonly headers: unknown;
};

export type AdminApi = ReturnType<typeof createAdminApi>;

/** Every refusal has a key for programs and sentences for people, whichever test asks for it. */
const problemFields = {
  code: z.string().regex(/^[a-z0-9_]{3,}$/),
  message: z.string().regex(/^\S+(?: \S+){2,}\.$/),
  field: z.string().min(1).optional(),
};
const refusalSchema = z.strictObject({
  error: z.strictObject({ ...problemFields, problems: z.array(z.strictObject(problemFields)).min(2).optional() }),
});

export const createAdminApi = (store: AdminStore) => {
  let now = START;
  let answerOfFreshchat: { readonly outcome: 'ok' } | FreshchatFailure = { outcome: 'ok' };
  const lines: string[] = [];
  const asked: { readonly domain: string; readonly token: string }[] = [];
  const clock = () => now;
  const log = createLog({ functionName: 'test', write: (line) => lines.push(line), clock });
  const cipherKey = randomBytes(32);
  const pause = async () => undefined;
  const { findIntegration, saveIntegration, findKeys, findEvidence, pageOfIntegrations } = store;
  const ports = { findIntegration, saveIntegration, pause, clock };
  const checkFreshchat = createCheckFreshchat(async (domain, token) => {
    asked.push({ domain, token });
    return answerOfFreshchat;
  });
  const encryptSecret = createLocalEncrypt(cipherKey);
  const describe = createDescribe({
    findKeys,
    findEvidence,
    findPipelineHealth: async () => ({}),
    clock,
  });
  const manage = createManage({
    addIntegration: createAddIntegration({ saveIntegration, checkFreshchat, encryptSecret, randomBytes, clock }),
    listIntegrations: createListIntegrations({ pageOfIntegrations, describe }),
    showIntegration: createShowIntegration({ findIntegration, describe }),
    showLiveIntegration: createShowLiveIntegration({ findIntegration, describe }),
    changeIntegration: createChangeIntegration({ ...ports, findKeys, checkFreshchat, encryptSecret }),
    pauseIntegration: createPauseIntegration(ports),
    resumeIntegration: createResumeIntegration(ports),
    deleteIntegration: createDeleteIntegration({ ...ports, findKeys, eraseAfterMs: ERASE_AFTER_MS }),
    restoreIntegration: createRestoreIntegration(ports),
    generateKey: createGenerateKey({ ...ports, findKeys, randomBytes }),
    revokeKey: createRevokeKey({ findIntegration, writeRevocation: store.writeRevocation, findEvidence, clock }),
    listIncidents: createListIncidents({ findIntegration, pageOfIncidents: store.pageOfIncidents }),
    findPipelineMemory: async () => ({ lastRunAt: now, ourOutages: [], probes: [] }),
    describe,
    clock,
    log,
  });
  const verify = createVerify({
    verifyConnection: createVerifyConnection({
      findIntegration,
      findEvidence,
      decryptSecret: createLocalDecrypt(cipherKey),
      checkFreshchat,
      clock,
    }),
    log,
  });

  const read = createReadApi({ findIntegration, clock, log });
  const operations = createOperationsApi({ clock, log });

  const handlerOf = (routeKey: string) => {
    const route = ROUTES.find(({ method, path }) => `${method} ${path}` === routeKey);
    if (route?.function === 'read-counts') return read;
    if (route?.function === 'read-operations') return operations;
    return route?.function === 'verify-connection' ? verify : manage;
  };

  const send = async (request: Request): Promise<Reply> => {
    const event = toEvent(request);
    const handler = handlerOf(event.routeKey);
    const { statusCode, headers, body = '' } = await handler(event);
    const json: unknown = body === '' ? undefined : JSON.parse(body);
    if (statusCode >= 400) refusalSchema.parse(json);
    return { status: statusCode, json, text: body, headers };
  };

  return {
    send,
    /** Log lines so far. */
    lines,
    /** What Freshchat was asked. */
    asked,
    now: clock,
    advance: (ms: number) => {
      now += ms;
    },
    freshchatAnswers: (answer: typeof answerOfFreshchat) => {
      answerOfFreshchat = answer;
    },
  };
};

export const toEvent = ({
  method,
  path,
  body,
  rawBody,
  contentType,
  headers = {},
  as = {},
}: Request): APIGatewayProxyEventV2 => {
  const url = new URL(path, 'http://api.example.com');
  const match = matchRoute(ROUTES, method, decodeURIComponent(url.pathname));
  const routeKey = match ? `${match.route.method} ${match.route.path}` : '$default';
  const text = rawBody ?? (body === undefined ? undefined : JSON.stringify(body));
  return {
    version: '2.0',
    routeKey,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers: { ...headers, ...(text !== undefined && { 'content-type': contentType ?? 'application/json' }) },
    queryStringParameters: Object.fromEntries(url.searchParams),
    requestContext: {
      accountId: '123456789012',
      apiId: 'api',
      ...(as !== 'nobody' && { authorizer: { jwt: { claims: toClaims(as), scopes: [] } } }),
      domainName: 'api',
      domainPrefix: 'api',
      http: { method, path: url.pathname, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
      requestId: 'request-1',
      routeKey,
      stage: '$default',
      time: '22/Nov/2026:12:00:00 +0000',
      timeEpoch: START,
    },
    ...(match && { pathParameters: { ...match.pathParameters } }),
    ...(text !== undefined && { body: text }),
    isBase64Encoded: false,
  };
};

/** Ids of the token's bearer, as Cognito names them. */
const TOKEN = { sub: 'subject-1', client_id: 'client-1', jti: 'token-1', username: 'anna@example.com' };

const ALL_SCOPES = SCOPES.join(' ');

const toClaims = (caller: { readonly account?: string; readonly scope?: string }): Record<string, string> => ({
  'custom:account': 'account' in caller ? caller.account : 'acme',
  scope: caller.scope ?? ALL_SCOPES,
  ...TOKEN,
});
