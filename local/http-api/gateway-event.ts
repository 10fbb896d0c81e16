/** An HTTP request as API Gateway's HTTP API hands it to Lambda: payload format 2.0. */

import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { ACCOUNT_ID } from '../engines/local-account.ts';
import { toEventBody } from './request-body.ts';
import type { RouteMatch } from './route-match.ts';

/** What the JWT authorizer found, for routes that have one. */
export type Authorization = {
  readonly claims: Readonly<Record<string, string>>;
  readonly scopes: readonly string[];
};

export type GatewayRequest = {
  readonly request: IncomingMessage;
  readonly target: RequestTarget;
  readonly match: RouteMatch;
  readonly bytes: Buffer;
  readonly requestId: string;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  readonly authorization?: Authorization;
};

export type RequestTarget = { readonly path: string; readonly rawQuery: string };

/** The path decoded, as HTTP APIs hand it on; `undefined` when it cannot be. */
export const parseTarget = (url: string): RequestTarget | undefined => {
  const start = url.indexOf('?');
  const [path, rawQuery] = start === -1 ? [url, ''] : [url.slice(0, start), url.slice(start + 1)];
  try {
    return { path: decodeURIComponent(path), rawQuery };
  } catch {
    return undefined;
  }
};

export const toGatewayEvent = ({
  request,
  target,
  match,
  bytes,
  requestId,
  receivedAt,
  authorization,
}: GatewayRequest): APIGatewayProxyEventV2 => {
  const { headers, cookies } = toHeaders(request);
  const routeKey = `${match.route.method} ${match.route.path}`;
  const query = toQuery(target.rawQuery);
  return {
    version: '2.0',
    routeKey,
    rawPath: target.path,
    rawQueryString: target.rawQuery,
    ...(cookies.length > 0 && { cookies: [...cookies] }),
    headers,
    ...(query && { queryStringParameters: query }),
    requestContext: {
      accountId: ACCOUNT_ID,
      apiId: 'local',
      ...(authorization && {
        authorizer: { jwt: { claims: authorization.claims, scopes: [...authorization.scopes] } },
      }),
      domainName: headers['host'] ?? 'localhost',
      domainPrefix: 'local',
      http: {
        method: match.route.method,
        path: target.path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId,
      routeKey,
      stage: '$default',
      time: toGatewayTime(receivedAt),
      timeEpoch: receivedAt,
    },
    ...(Object.keys(match.pathParameters).length > 0 && { pathParameters: match.pathParameters }),
    ...toEventBody(bytes, headers),
  };
};

/** Lower-case names, equal ones joined by a comma, cookies apart. Node's own `headers` drops some duplicates. */
export const toHeaders = ({
  rawHeaders,
}: Pick<IncomingMessage, 'rawHeaders'>): {
  readonly headers: Record<string, string>;
  readonly cookies: readonly string[];
} => {
  const values = new Map<string, string>();
  for (let position = 0; position + 1 < rawHeaders.length; position += 2) {
    const name = (rawHeaders[position] ?? '').toLowerCase();
    const value = rawHeaders[position + 1] ?? '';
    const before = values.get(name);
    values.set(name, before === undefined ? value : `${before},${value}`);
  }
  const cookies = (values.get('cookie') ?? '').split(/[;,]/).flatMap((cookie) => cookie.trim() || []);
  values.delete('cookie');
  return { headers: Object.fromEntries(values), cookies };
};

const toQuery = (rawQuery: string): Record<string, string> | undefined => {
  if (rawQuery === '') return undefined;
  const parameters = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(rawQuery)) {
    const before = parameters.get(name);
    parameters.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(parameters);
};

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `22/Nov/2026:09:14:03 +0000` */
const toGatewayTime = (instant: number): string => {
  const date = new Date(instant);
  const day = `${date.getUTCDate()}`.padStart(2, '0');
  return `${day}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}:${date.toISOString().slice(11, 19)} +0000`;
};
