/**
 * A small stand-in for the user pool's own endpoints: it signs in whoever comes, remembers them by a cookie, and holds
 * them to code and PKCE. What it answers can be bent, as an attacker would.
 */

import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export type Bend = {
  readonly state?: string;
  readonly nonce?: string;
  readonly error?: string;
};

type Asked = { readonly challenge: string; readonly nonce: string; readonly redirectUri: string };

export type PoolStandIn = Awaited<ReturnType<typeof startPoolStandIn>>;

export const CLIENT_ID = 'console-client';

const REFRESH_TOKEN = /^refresh-\d+$/;

export const startPoolStandIn = async (accessToken: string) => {
  const codes = new Map<string, Asked>();
  const seen: { readonly path: string; readonly hasCookie: boolean }[] = [];
  let bend: Bend = {};
  let expiresIn = 900;
  let refreshes = 0;

  const authorize = (request: IncomingMessage, response: ServerResponse, url: URL): void => {
    const ask = (name: string): string => url.searchParams.get(name) ?? '';
    const isRight =
      ask('response_type') === 'code' &&
      ask('client_id') === CLIENT_ID &&
      ask('code_challenge_method') === 'S256' &&
      ask('code_challenge').length === 43 &&
      ask('state') !== '' &&
      ask('nonce') !== '' &&
      ask('scope').split(' ').includes('integrations/read');
    if (!isRight) return void response.writeHead(400).end('not code and PKCE');
    const code = randomBytes(16).toString('hex');
    codes.set(code, {
      challenge: ask('code_challenge'),
      nonce: bend.nonce ?? ask('nonce'),
      redirectUri: ask('redirect_uri'),
    });
    const back = new URL(ask('redirect_uri'));
    if (bend.error === undefined) back.searchParams.set('code', code);
    else back.searchParams.set('error', bend.error);
    back.searchParams.set('state', bend.state ?? ask('state'));
    seen.push({ path: url.pathname, hasCookie: (request.headers.cookie ?? '').includes('pool=') });
    response.writeHead(302, { location: back.href, 'set-cookie': 'pool=1; Path=/; HttpOnly; SameSite=Lax' }).end();
  };

  const token = (request: IncomingMessage, response: ServerResponse, body: string): void => {
    const form = new URLSearchParams(body);
    const answer = form.get('grant_type') === 'refresh_token' ? refresh(form) : exchange(form);
    response.writeHead(answer ? 200 : 400, {
      'content-type': 'application/json',
      'access-control-allow-origin': request.headers.origin ?? 'null',
      'cache-control': 'no-store',
    });
    response.end(JSON.stringify(answer ?? { error: 'invalid_grant' }));
  };

  const exchange = (form: URLSearchParams) => {
    const asked = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (asked?.challenge !== challenge || asked.redirectUri !== form.get('redirect_uri')) return undefined;
    const idToken = [{ alg: 'none' }, { sub: 'ada', nonce: asked.nonce, exp: Date.now() / 1_000 + 900 }]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    return { ...tokens(), id_token: `${idToken}.` };
  };

  const refresh = (form: URLSearchParams) => {
    if (!REFRESH_TOKEN.test(form.get('refresh_token') ?? '')) return undefined;
    refreshes += 1;
    return tokens();
  };

  const tokens = () => ({
    access_token: accessToken,
    refresh_token: `refresh-${refreshes}`,
    token_type: 'Bearer',
    expires_in: expiresIn,
  });

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://pool');
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => {
      if (url.pathname === '/oauth2/authorize') authorize(request, response, url);
      else if (url.pathname === '/oauth2/token') token(request, response, body);
      else response.writeHead(404).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    /** Another host than the console's: their cookies and origins are apart. */
    url: `http://localhost:${port}`,
    seen,
    refreshes: () => refreshes,
    bendTo: (next: Bend) => {
      bend = next;
    },
    tokensLast: (seconds: number) => {
      expiresIn = seconds;
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
};
