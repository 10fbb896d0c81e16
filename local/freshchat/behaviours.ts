/** Ways in which a server answers. */

import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answers a request in place of the account. */
export type Behaviour = (response: ServerResponse, request: IncomingMessage) => void;

export const answer =
  (status: number, body: string, headers: Readonly<Record<string, string>> = {}): Behaviour =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
  };

export const BEHAVIOURS = {
  forbidden: answer(403, '{"code":403}'),
  notFound: answer(404, '<h1>404</h1>', { 'content-type': 'text/html' }),
  rateLimited: (retryAfter?: string) =>
    answer(429, '{"code":429}', retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
  failing: (status: number) => answer(status, 'upstream is down', { 'content-type': 'text/plain' }),
  status: (status: number) => answer(status, '{}'),
  redirecting: (location: string) => answer(302, '', { location }),
  /** A portal of the same vendor: every path is its web page. */
  html: answer(200, '<!doctype html><title>Sign in</title>', { 'content-type': 'text/html; charset=utf-8' }),
  badJson: answer(200, '{"groups": [', {}),
  json: (body: unknown) => answer(200, JSON.stringify(body)),
  /** A body of this size whose length is announced. */
  huge: (bytes: number) => answer(200, `{"filler":"${'x'.repeat(bytes)}"}`),
  /** A body that never ends and has no length. */
  endless: (response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const pour = () => {
      while (!response.destroyed && response.write('x'.repeat(16_384)));
    };
    response.on('drain', pour);
    pour();
  },
  hanging: () => {},
  /** Headers and half a body, then nothing. */
  stalling: (response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'application/json' }).write('{"app_id":');
  },
  /** Headers and half a body, then the connection is gone. */
  resetting: (response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
    response.write('{"app_id":', () => response.destroy());
  },
  /** No HTTP at all. */
  babbling: (response: ServerResponse) => {
    response.socket?.end('SSH-2.0-OpenSSH_9.6\r\n');
  },
} as const satisfies Readonly<Record<string, Behaviour | ((...settings: never[]) => Behaviour)>>;
