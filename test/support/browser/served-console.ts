/** The console as the distribution serves it: files with their headers, config.json, and the API at the same origin. */

import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { basename, extname } from 'node:path';
import { contentSecurityPolicy, SITE_HEADERS } from '../../../shared/site.ts';
import { CLIENT_ID } from './pool-stand-in.ts';

const DIST = new URL('../../../console/dist/', import.meta.url).pathname;
const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css' };
const SCOPE = 'openid email integrations/read integrations/write counts/read';

type Options = { readonly apiUrl: string; readonly signInUrl: string };

export const serveConsole = async ({ apiUrl, signInUrl }: Options) => {
  let isExpired = false;
  const file = async (path: string, response: ServerResponse): Promise<void> => {
    const isAsset = path.startsWith('/assets/');
    const bytes = await readFile(isAsset ? `${DIST}assets/${basename(path)}` : `${DIST}index.html`);
    response.writeHead(200, {
      ...SITE_HEADERS,
      'content-security-policy': contentSecurityPolicy([signInUrl]),
      'content-type': isAsset ? (TYPES[extname(path)] ?? '') : 'text/html; charset=utf-8',
      'cache-control': 'no-store',
    });
    response.end(bytes);
  };
  const api = async (path: string, authorization: string | undefined, response: ServerResponse): Promise<void> => {
    if (isExpired) return void response.writeHead(401, { 'content-type': 'application/json' }).end('{}');
    const answer = await fetch(`${apiUrl}${path}`, { headers: { ...(authorization && { authorization }) } });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
    response.end(Buffer.from(await answer.arrayBuffer()));
  };
  const server = createServer(async ({ url: target = '/', headers }, response) => {
    if (target.startsWith('/v1/')) return api(target, headers.authorization, response);
    if (target === '/config.json') {
      const auth = { kind: 'oidc', signInUrl, clientId: CLIENT_ID, scope: SCOPE };
      return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ auth }));
    }
    return file(new URL(target, 'http://console').pathname, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    /** The API takes no token any more, or takes them again. */
    expire: (next: boolean) => {
      isExpired = next;
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
};
