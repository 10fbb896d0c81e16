import { once } from 'node:events';
import { Agent, type OutgoingHttpHeaders, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { describe, expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { type HttpApiIntegration, openHttpApi } from '../../local/http-api/http-api.ts';
import { MAX_AWAITED_BODIES, MAX_BODY_BYTES } from '../../local/http-api/request-body.ts';
import type { Route } from '../../shared/routes.ts';

const EVENTS: Route = { method: 'POST', path: '/v1/events', function: 'receive-events', access: 'in-function' };
const ADMIN: Route = {
  method: 'GET',
  path: '/v1/integrations/{id}',
  function: 'manage-integrations',
  access: 'integrations/read',
};

const openApi = async (overrides: Partial<HttpApiIntegration> = {}) => {
  const events: unknown[] = [];
  const api = await openHttpApi(0);
  api.serve({
    routes: [EVENTS, ADMIN],
    invoke: async (_, event) => {
      events.push(event);
      return { statusCode: 202, headers: { 'content-type': 'application/json' }, body: '{"accepted":1}' };
    },
    ...overrides,
  });
  onTestFinished(api.close);
  return { api, events, eventsUrl: `${api.url}/v1/events` };
};

const post = (url: string, body: string) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });

/** Nothing but the head of a request, whose body never comes. */
const sendHeadOnly = async (url: string): Promise<Socket> => {
  const { hostname, port, host, pathname } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  onTestFinished(() => {
    socket.destroy();
  });
  await once(socket, 'connect');
  socket.write(`POST ${pathname} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 9\r\n\r\n`);
  return socket;
};

/** Node's own client, which sends what fetch would forbid. */
const send = (url: string, headers: OutgoingHttpHeaders, body: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers, agent: new Agent() }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
    });
    sent.on('error', reject).end(body);
  });

describe('the HTTP API', () => {
  test('makes the event that the gateway makes', async () => {
    const { eventsUrl, events } = await openApi();
    const headers = {
      'Content-Type': 'application/json',
      'X-Twice': ['a', 'b'],
      Cookie: 'c=1; d=2',
      'User-Agent': 'app',
    };
    await send(`${eventsUrl}?a=1&a=2&b=%C3%BC`, headers, '{"a":"ü"}');
    const { host } = new URL(eventsUrl);
    expect(events).toEqual([
      {
        version: '2.0',
        routeKey: 'POST /v1/events',
        rawPath: '/v1/events',
        rawQueryString: 'a=1&a=2&b=%C3%BC',
        cookies: ['c=1', 'd=2'],
        headers: expect.objectContaining({ 'content-type': 'application/json', 'x-twice': 'a,b', host }),
        queryStringParameters: { a: '1,2', b: 'ü' },
        requestContext: {
          accountId: '000000000000',
          apiId: 'local',
          domainName: host,
          domainPrefix: 'local',
          http: { method: 'POST', path: '/v1/events', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'app' },
          requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
          routeKey: 'POST /v1/events',
          stage: '$default',
          time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
          timeEpoch: expect.any(Number),
        },
        body: '{"a":"ü"}',
        isBase64Encoded: false,
      } satisfies APIGatewayProxyEventV2,
    ]);
  });

  test("hands on the function's answer", async () => {
    const { eventsUrl } = await openApi();
    const response = await post(eventsUrl, '{}');
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      202,
      'application/json',
      '{"accepted":1}',
    ]);
  });

  test.each([
    ['an unknown path', 404, '/v1/other', { method: 'POST' }],
    ['an unknown method', 404, '/v1/events', { method: 'GET' }],
    ['a path that cannot be decoded', 400, '/v1/%zz', { method: 'POST' }],
    ['a body above the limit', 413, '/v1/events', { method: 'POST', body: Buffer.alloc(MAX_BODY_BYTES + 1) }],
    ['a route that needs a token, without an authorizer', 401, '/v1/integrations/1', { method: 'GET' }],
  ])('answers %s by itself with %i', async (_, status, path, init) => {
    const { api, events } = await openApi();
    const response = await fetch(`${api.url}${path}`, init);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ message: expect.any(String) });
    expect(events).toEqual([]);
  });

  test('answers 500 without a word of the error when the function fails', async () => {
    const { eventsUrl } = await openApi({ invoke: () => Promise.reject(new Error('secret')) });
    const response = await post(eventsUrl, '{}');
    expect([response.status, await response.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
  });

  test('answers 500 when the headers of the function are none', async () => {
    const { eventsUrl } = await openApi({ invoke: async () => ({ statusCode: 200, headers: { 'a b': 'c' } }) });
    expect((await post(eventsUrl, '{}')).status).toBe(500);
  });

  test('answers 503 when the function takes too long', async () => {
    const { eventsUrl } = await openApi({ integrationTimeoutMs: 1, invoke: () => new Promise(() => undefined) });
    const response = await post(eventsUrl, '{}');
    expect([response.status, await response.text()]).toEqual([503, '{"message":"Service Unavailable"}']);
  });

  test('puts what the authorizer found into the event, and its path parameter', async () => {
    const { api, events } = await openApi({
      authorize: async () => ({ claims: { sub: 'anna' }, scopes: ['integrations/read'] }),
    });
    await fetch(`${api.url}/v1/integrations/demo%2E1`);
    const authorized = z.object({
      pathParameters: z.object({ id: z.literal('demo.1') }),
      requestContext: z.object({
        authorizer: z.object({
          jwt: z.object({ claims: z.object({ sub: z.literal('anna') }), scopes: z.array(z.string()) }),
        }),
      }),
    });
    expect(authorized.safeParse(events[0]).success).toBe(true);
  });

  test('answers as the authorizer refuses', async () => {
    const { api, events } = await openApi({ authorize: async () => 403 });
    const response = await fetch(`${api.url}/v1/integrations/1`);
    expect([response.status, await response.text(), events]).toEqual([403, '{"message":"Forbidden"}', []]);
  });

  test.each([
    ['a name that was pointed at this machine', { Host: 'rebound.example' }],
    ['a page of another site', { Origin: 'https://evil.example' }],
    ['a page of another local server', { Origin: 'http://127.0.0.1:1' }],
    ['a sandboxed page', { Origin: 'null' }],
  ])('refuses %s before any function runs', async (_, headers) => {
    const { eventsUrl, events } = await openApi();
    expect(await send(eventsUrl, headers, '{}')).toBe(403);
    expect(events).toEqual([]);
  });

  test('takes its own page and programs, by each name of loopback', async () => {
    const { eventsUrl } = await openApi();
    const { port, origin } = new URL(eventsUrl);
    expect(await send(eventsUrl, { Origin: origin }, '{}')).toBe(202);
    expect(await send(eventsUrl, { Host: `localhost:${port}`, Origin: `http://localhost:${port}` }, '{}')).toBe(202);
    expect(await send(eventsUrl, { Host: 'localhost:9000' }, '{}')).toBe(202);
  });

  test('lets no browser guess what an answer is', async () => {
    const { api, eventsUrl } = await openApi();
    const answers = [await post(eventsUrl, '{}'), await fetch(`${api.url}/v1/other`)];
    expect(answers.map(({ headers }) => headers.get('x-content-type-options'))).toEqual(['nosniff', 'nosniff']);
  });

  test('answers others while a thousand bodies never come, and gives up the oldest of still more', async () => {
    const { eventsUrl } = await openApi();
    const oldest = await sendHeadOnly(eventsUrl);
    const ended = once(oldest, 'close');
    for (let sent = 1; sent < MAX_AWAITED_BODIES; sent += 1) await sendHeadOnly(eventsUrl);
    expect((await post(eventsUrl, '{}')).status).toBe(202);
    await sendHeadOnly(eventsUrl);
    await ended;
    expect((await post(eventsUrl, '{}')).status).toBe(202);
  });

  test('answers what it has begun before it closes, and takes nothing new', async () => {
    const begun = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const { api, eventsUrl } = await openApi({
      invoke: async () => {
        begun.resolve();
        await finish.promise;
        return { statusCode: 202 };
      },
    });
    const answer = post(eventsUrl, '{}');
    await begun.promise;
    const closed = api.close();
    await expect(fetch(eventsUrl, { method: 'POST' })).rejects.toThrow();
    finish.resolve();
    expect((await answer).status).toBe(202);
    await closed;
  });

  test('holds its port from the start, and answers 503 until it serves', async () => {
    const api = await openHttpApi(0);
    onTestFinished(api.close);
    const url = `${api.url}/v1/events`;
    const early = await post(url, '{}');
    expect([early.status, await early.text()]).toEqual([503, '{"message":"Service Unavailable"}']);
    await expect(openHttpApi(Number(new URL(url).port))).rejects.toMatchObject({ code: 'EADDRINUSE' });

    api.serve({ routes: [EVENTS], invoke: async () => ({ statusCode: 202 }) });
    expect((await post(url, '{}')).status).toBe(202);
  });

  test('may be closed twice', async () => {
    const { api } = await openApi();
    await Promise.all([api.close(), api.close()]);
    await api.close();
  });
});
