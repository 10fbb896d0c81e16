/**
 * A stand-in for Freshchat on loopback, for local mode and tests: several accounts, told apart by the `Host` header as
 * the real one does, each with its token and groups, and each able to misbehave.
 */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export type FakeAccount = {
  readonly token: string;
  readonly groups?: readonly { readonly id: string; readonly name: string }[];
  /** Absent: a well-behaved account. */
  readonly behaviour?: Behaviour;
};

/** Answers a request in place of the account. */
export type Behaviour = (response: ServerResponse, request: IncomingMessage) => void;

export type FakeFreshchat = {
  readonly origin: string;
  /** What was asked, without credentials: `acme.freshchat.com /v2/groups?page=1`. */
  readonly requests: readonly string[];
  readonly setAccount: (domain: string, account: FakeAccount) => void;
  readonly close: () => Promise<void>;
};

const answer =
  (status: number, body: string, headers: Readonly<Record<string, string>> = {}): Behaviour =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
  };

/** The real API caps the page size too. */
const MAX_ITEMS_PER_PAGE = 100;

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

export type FakeFreshchatOptions = {
  readonly port?: number;
  /** How accounts answer that were not named. */
  readonly strangers?: Behaviour;
};

/** For local mode: an account that takes every key but those that start with `rejected`. */
export const takeAnyKey: Behaviour = (response, request) => {
  const token = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
  behaveWell({ token: token.startsWith('rejected') ? '' : token, groups: LOCAL_GROUPS })(response, request);
};

const LOCAL_GROUPS = [
  { id: 'g-7', name: 'Customer Support' },
  { id: 'g-8', name: 'Sales' },
];

export const startFakeFreshchat = async (
  accounts: Readonly<Record<string, FakeAccount>>,
  { port = 0, strangers = BEHAVIOURS.notFound }: FakeFreshchatOptions = {},
): Promise<FakeFreshchat> => {
  const known = new Map(Object.entries(accounts));
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const domain = request.headers.host?.split(':')[0] ?? '';
    requests.push(`${domain} ${request.url}`);
    const account = known.get(domain);
    if (!account) strangers(response, request);
    else (account.behaviour ?? behaveWell(account))(response, request);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  return {
    origin: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    requests,
    setAccount: (domain, account) => void known.set(domain, account),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const behaveWell =
  ({ token, groups = [] }: FakeAccount): Behaviour =>
  (response, request) => {
    const url = new URL(request.url ?? '/', 'http://fake');
    if (request.headers.authorization !== `Bearer ${token}`) answer(401, '{"code":401}')(response, request);
    else if (url.pathname === '/v2/accounts/configuration') answer(200, '{"app_id":"fake"}')(response, request);
    else if (url.pathname === '/v2/groups') answer(200, JSON.stringify(pageOf(groups, url)))(response, request);
    else BEHAVIOURS.notFound(response, request);
  };

const pageOf = <T>(groups: readonly T[], { searchParams }: URL) => {
  const page = Math.max(Number(searchParams.get('page') ?? 1), 1);
  const size = Math.min(Number(searchParams.get('items_per_page') ?? 10), MAX_ITEMS_PER_PAGE);
  const pagination = {
    total_items: groups.length,
    total_pages: Math.ceil(groups.length / size),
    current_page: page,
    items_per_page: size,
  };
  return { groups: groups.slice((page - 1) * size, page * size), pagination };
};
