/** What the local HTTP server answers beside the API: the console's files, its configuration and its session. */

import type { IncomingMessage } from 'node:http';
import * as z from 'zod';
import { PAGE_CACHE_CONTROL, SITE_HEADERS } from '../../shared/site.ts';
import { type GatewayAnswer, gatewayMessage } from '../http-api/gateway-answer.ts';
import { answerFile } from './files.ts';
import { answerRunbook } from './runbook.ts';
import type { ConsoleSession } from './session.ts';

export type SiteRequest = { readonly request: IncomingMessage; readonly path: string; readonly bytes: Buffer };

/** Nothing when the path is not the site's. */
export type Site = (request: SiteRequest) => Promise<GatewayAnswer> | undefined;

type Options = {
  readonly session: ConsoleSession;
  /** Where the person at the terminal reads a new link. */
  readonly report: (line: string) => void;
};

export const createSite =
  (options: Options): Site =>
  (request) => {
    if (request.path.startsWith('/v1/')) return undefined;
    return answer(options, request);
  };

const answer = async (options: Options, site: SiteRequest): Promise<GatewayAnswer> => {
  switch (`${site.request.method} ${site.path}`) {
    case 'GET /config.json':
      return json(200, { auth: { kind: 'link' }, runbookUrl: '/runbook' });
    case 'GET /runbook':
      return answerRunbook();
    case 'POST /session':
      return signIn(options.session, site);
    case 'DELETE /session':
      return signOut(options.session, site.request);
    case 'POST /session/link':
      options.report(`\nOpen the console: ${options.session.newLink()}\n`);
      return json(202, {});
    default:
      return site.request.method === 'GET' ? answerFile(site.path) : gatewayMessage(404);
  }
};

const credentialSchema = z.strictObject({ code: z.string().optional() });

/** JSON only: a form of another origin cannot send it without asking first. */
const signIn = (session: ConsoleSession, { request, bytes }: SiteRequest): GatewayAnswer => {
  const given = credentialSchema.safeParse(parseJson(bytes));
  if (!given.success || !/^application\/json\b/.test(request.headers['content-type'] ?? '')) return gatewayMessage(400);
  const name = cookieName(request.headers.host ?? '');
  const { code } = given.data;
  if (code !== undefined) {
    const cookie = session.trade(code);
    if (cookie === undefined) return gatewayMessage(401);
    return json(200, session.grant, { 'set-cookie': [`${name}=${cookie}; Path=/session; HttpOnly; SameSite=Strict`] });
  }
  return session.isSignedIn(cookieOf(request, name)) ? json(200, session.grant) : gatewayMessage(401);
};

const signOut = (session: ConsoleSession, request: IncomingMessage): GatewayAnswer => {
  const name = cookieName(request.headers.host ?? '');
  session.end(cookieOf(request, name));
  return json(200, {}, { 'set-cookie': [`${name}=; Path=/session; HttpOnly; SameSite=Strict; Max-Age=0`] });
};

/** Cookies do not know ports: two systems side by side would overwrite each other's. */
const cookieName = (host: string): string => `console-${/:(\d+)$/.exec(host)?.[1] ?? '80'}`;

const cookieOf = (request: IncomingMessage, name: string): string =>
  (request.headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim().split('='))
    .find(([key]) => key === name)?.[1] ?? '';

const parseJson = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
};

const json = (
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string | readonly string[]>> = {},
): GatewayAnswer => ({
  status,
  headers: { ...SITE_HEADERS, 'content-type': 'application/json', 'cache-control': PAGE_CACHE_CONTROL, ...headers },
  body: JSON.stringify(body),
});
