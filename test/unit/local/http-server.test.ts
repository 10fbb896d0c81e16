import { describe, expect, test } from 'vitest';
import { toGatewayAnswer } from '../../../local/http-api/gateway-answer.ts';
import { parseTarget, toHeaders } from '../../../local/http-api/gateway-event.ts';
import { toEventBody } from '../../../local/http-api/request-body.ts';
import { matchRoute } from '../../../local/http-api/route-match.ts';
import type { Route } from '../../../shared/routes.ts';

const route = (method: Route['method'], path: string): Route => ({
  method,
  path,
  function: 'receive-events',
  access: 'in-function',
});

describe('a route', () => {
  const key = route('DELETE', '/v1/integrations/{id}/keys/{keyId}');
  const routes = [route('POST', '/v1/events'), route('GET', '/v1/integrations/{id}'), key];

  test('takes each path parameter from its segment', () => {
    expect(matchRoute(routes, 'DELETE', '/v1/integrations/demo.1/keys/k 2')).toEqual({
      route: key,
      pathParameters: { id: 'demo.1', keyId: 'k 2' },
    });
  });

  test.each([
    ['another method', 'GET', '/v1/events'],
    ['a longer path', 'POST', '/v1/events/'],
    ['an empty parameter', 'GET', '/v1/integrations/'],
    ['a method in lower case', 'post', '/v1/events'],
  ])('is not found by %s', (_, method, path) => {
    expect(matchRoute(routes, method, path)).toBeUndefined();
  });
});

describe('the headers of an event', () => {
  test('have lower-case names, and equal ones are joined by a comma, also those that Node would drop', () => {
    const rawHeaders = ['Authorization', 'Bearer a', 'X-Trace', '1', 'authorization', 'Bearer b', 'x-trace', '2'];
    expect(toHeaders({ rawHeaders }).headers).toEqual({ authorization: 'Bearer a,Bearer b', 'x-trace': '1,2' });
  });

  test('leave the cookies to a list of their own', () => {
    expect(toHeaders({ rawHeaders: ['Cookie', 'a=1; b=2', 'Cookie', 'c=3'] })).toEqual({
      headers: {},
      cookies: ['a=1', 'b=2', 'c=3'],
    });
  });
});

test('a path is decoded and its query left as it was', () => {
  expect(parseTarget('/v1/a%20b?x=%20&x=2')).toEqual({ path: '/v1/a b', rawQuery: 'x=%20&x=2' });
  expect(parseTarget('/v1/%zz')).toBeUndefined();
});

describe('the body of an event', () => {
  test.each(['application/json', 'application/json; charset=utf-8', 'text/plain', 'application/problem+json'])(
    'is text when it is %s',
    (type) => {
      expect(toEventBody(Buffer.from('{"ü":1}'), { 'content-type': type })).toEqual({
        body: '{"ü":1}',
        isBase64Encoded: false,
      });
    },
  );

  test.each([
    ['of another type', Buffer.from('a=1'), { 'content-type': 'application/x-www-form-urlencoded' }],
    ['of no type', Buffer.from('{}'), {}],
    ['not UTF-8', Buffer.from([0x22, 0xff, 0x22]), { 'content-type': 'application/json' }],
    ['compressed', Buffer.from('{}'), { 'content-type': 'application/json', 'content-encoding': 'gzip' }],
  ])('is base64 when it is %s', (_, bytes, headers) => {
    expect(toEventBody(bytes, headers)).toEqual({ body: bytes.toString('base64'), isBase64Encoded: true });
  });

  test('keeps a byte order mark, for the function to refuse', () => {
    expect(toEventBody(Buffer.from('\ufeff{}'), { 'content-type': 'application/json' }).body).toBe('\ufeff{}');
  });

  test('is absent when there is none', () => {
    expect(toEventBody(Buffer.alloc(0), {})).toEqual({ isBase64Encoded: false });
  });
});

describe("a function's answer", () => {
  test('is handed on with its status, headers, cookies and decoded body', () => {
    const result = {
      statusCode: 202,
      headers: { 'Content-Type': 'application/json', 'Retry-After': 5 },
      cookies: ['a=1', 'b=2'],
      body: Buffer.from('{}').toString('base64'),
      isBase64Encoded: true,
    };
    expect(toGatewayAnswer(result)).toEqual({
      status: 202,
      headers: { 'content-type': 'application/json', 'retry-after': '5', 'set-cookie': ['a=1', 'b=2'] },
      body: Buffer.from('{}'),
    });
  });

  test('is the body when it has no status', () => {
    expect(toGatewayAnswer({ a: 1 })).toEqual({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"a":1}',
    });
  });

  test("is the function's failure when it is malformed", () => {
    expect(toGatewayAnswer({ statusCode: 'soon' })).toMatchObject({
      status: 500,
      body: '{"message":"Internal Server Error"}',
    });
  });
});
