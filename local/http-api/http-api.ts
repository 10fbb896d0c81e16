/** The HTTP API on this machine: the routes of shared/routes.ts on loopback, answered by the functions. */

import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Route } from '../../shared/routes.ts';
import type { Site } from '../console/site.ts';
import { LOOPBACK } from '../engines/free-port.ts';
import { type GatewayAnswer, gatewayMessage, toGatewayAnswer } from './gateway-answer.ts';
import { type Authorization, parseTarget, toGatewayEvent } from './gateway-event.ts';
import { isFromOwnPage } from './own-page.ts';
import { createBodyReader } from './request-body.ts';
import { matchRoute } from './route-match.ts';

export type HttpApi = {
  readonly url: string;
  /** From now on the routes are answered by the functions. */
  serve(integration: HttpApiIntegration): void;
  /** Takes no new connection and answers what it has begun. Safe to call twice. */
  close(): Promise<void>;
};

/**
 * Stands in for the gateway's JWT authorizer: says who asks, or how the gateway refuses. Without either the request
 * goes on without claims, and the function refuses it in its own words.
 */
export type Authorize = (request: IncomingMessage, route: Route) => Promise<Authorization | undefined | 401 | 403>;

export type HttpApiIntegration = {
  readonly routes: readonly Route[];
  readonly invoke: (functionName: Route['function'], event: unknown) => Promise<unknown>;
  /** Without it, routes whose access is a scope answer 401. */
  readonly authorize?: Authorize;
  readonly integrationTimeoutMs?: number;
  /** What is answered beside the routes. */
  readonly site?: Site;
};

/** API Gateway waits this long for a function. */
const INTEGRATION_TIMEOUT_MS = 30_000;
const HEADERS_WITHIN_MS = 10_000;
const REQUEST_WITHIN_MS = 60_000;
const KEEP_ALIVE_MS = 75_000;
/** Beyond it the API answers 503, as a function at its concurrency limit does. */
const MAX_IN_FLIGHT = 1_000;
/** A client that stopped in the middle of its request must not hold up the end. */
const DRAIN_WITHIN_MS = 15_000;

/**
 * Listens at once, and holds the port from then on: a port that was free a moment ago is not free. Until `serve` is
 * called every request is answered 503. Port 0 takes any free one.
 */
export const openHttpApi = async (port: number): Promise<HttpApi> => {
  let answer: Answer = async () => gatewayMessage(503);
  let closed: Promise<void> | undefined;
  const server = createServer(
    { headersTimeout: HEADERS_WITHIN_MS, requestTimeout: REQUEST_WITHIN_MS, keepAliveTimeout: KEEP_ALIVE_MS },
    async (request, response) => {
      const outcome = isFromOwnPage(request) ? await answer(request).catch(answerFailure) : gatewayMessage(403);
      if (outcome !== 'client_gone') send(response, outcome, closed !== undefined);
    },
  );
  server.listen({ host: LOOPBACK, port });
  await once(server, 'listening');
  return {
    url: urlOf(server),
    serve: (integration) => {
      answer = createAnswer(integration);
    },
    close: () => {
      closed ??= drain(server);
      return closed;
    },
  };
};

type Answer = (request: IncomingMessage) => Promise<GatewayAnswer | 'client_gone'>;

const createAnswer = ({
  routes,
  invoke,
  authorize,
  site,
  integrationTimeoutMs = INTEGRATION_TIMEOUT_MS,
}: HttpApiIntegration): Answer => {
  const readBody = createBodyReader();
  let inFlight = 0;

  /** Only what is complete counts: bodies that never come keep no function from anybody. */
  const run = async (name: Route['function'], event: unknown): Promise<GatewayAnswer> => {
    if (inFlight >= MAX_IN_FLIGHT) return gatewayMessage(503);
    inFlight += 1;
    try {
      return await within(integrationTimeoutMs, invoke(name, event).then(toGatewayAnswer));
    } finally {
      inFlight -= 1;
    }
  };

  return async (request) => {
    const body = await readBody(request).catch(() => 'client_gone' as const);
    if (body === 'client_gone') return body;
    const target = parseTarget(request.url ?? '/');
    if (!target) return gatewayMessage(400);
    const match = matchRoute(routes, request.method ?? '', target.path);
    if (!match) {
      const bytes = body.kind === 'too_large' ? Buffer.alloc(0) : body.bytes;
      return (await site?.({ request, path: target.path, bytes })) ?? gatewayMessage(404);
    }
    if (body.kind === 'too_large') return gatewayMessage(413);

    const authorization = await authorizationOf(request, match.route, authorize);
    if (typeof authorization === 'number') return gatewayMessage(authorization);
    const event = toGatewayEvent({
      request,
      target,
      match,
      bytes: body.bytes,
      requestId: randomUUID(),
      receivedAt: Date.now(),
      ...(authorization && { authorization }),
    });
    return await run(match.route.function, event);
  };
};

const authorizationOf = async (
  request: IncomingMessage,
  route: Route,
  authorize: Authorize | undefined,
): Promise<Authorization | undefined | 401 | 403> => {
  if (route.access === 'in-function') return undefined;
  return authorize ? authorize(request, route) : 401;
};

/** The function failed: what it said is for its log, not for the client. */
const answerFailure = (): GatewayAnswer => gatewayMessage(500);

const within = async (ms: number, answer: Promise<GatewayAnswer>): Promise<GatewayAnswer> => {
  const timeout = Promise.withResolvers<GatewayAnswer>();
  const timer = setTimeout(() => timeout.resolve(gatewayMessage(503)), ms);
  try {
    return await Promise.race([answer, timeout.promise]);
  } finally {
    clearTimeout(timer);
  }
};

const send = (response: ServerResponse, answer: GatewayAnswer, isClosing: boolean): void => {
  try {
    write(response, answer, isClosing);
  } catch {
    // The function's headers were none.
    write(response, gatewayMessage(500), isClosing);
  }
};

const write = (response: ServerResponse, { status, headers, body }: GatewayAnswer, isClosing: boolean): void => {
  response.statusCode = status;
  // Nobody guesses what an answer is: whatever was sent to us and comes back stays text.
  response.setHeader('x-content-type-options', 'nosniff');
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.setHeader('content-length', Buffer.byteLength(body));
  if (isClosing) response.setHeader('connection', 'close');
  response.end(body);
};

const drain = async (server: Server): Promise<void> => {
  const closed = once(server, 'close');
  server.close();
  const timer = setTimeout(() => server.closeAllConnections(), DRAIN_WITHIN_MS);
  await closed;
  clearTimeout(timer);
};

const urlOf = (server: Server): string => {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The HTTP API has no address. Start again.');
  return `http://${LOOPBACK}:${address.port}`;
};
