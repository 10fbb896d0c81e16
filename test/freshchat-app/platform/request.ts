/** `$request.invokeTemplate`: renders a template of config/requests.json, sends it, and tells the answer as the platform does. */

import * as z from 'zod';
import { type AppFiles, textOf } from './app-files.ts';
import type { Fate } from './fates.ts';
import { MAX_REQUEST_BYTES, type MinuteLimit, REQUEST_TIMEOUT_MS } from './limits.ts';
import { done, type Outcome, type Reason, refused } from './outcome.ts';
import { renderTemplate } from './template.ts';
import type { VirtualClock } from './virtual-clock.ts';

export type HttpRequest = {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export type HttpAnswer =
  | { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string }
  | 'no_connection'
  /** Takes the request and never answers. */
  | 'silence';

export type Network = (request: HttpRequest) => Promise<HttpAnswer>;

type Deps = {
  readonly app: AppFiles;
  readonly clock: VirtualClock;
  readonly network: Network;
  readonly limit: MinuteLimit;
  readonly settings: () => Readonly<Record<string, unknown>>;
  readonly secure: ReadonlySet<string>;
  readonly currentHost: unknown;
};

const text = z.record(z.string(), z.string());
const templatesSchema = z.record(
  z.string(),
  z.object({
    schema: z.strictObject({
      method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
      protocol: z.literal('https'),
      host: z.string(),
      path: z.string().startsWith('/'),
      headers: text.default({}),
      query: text.default({}),
    }),
    options: z
      .strictObject({
        maxAttempts: z.int().min(1).max(5).default(1),
        retryDelay: z.int().min(0).max(1_500).default(0),
      })
      .default({ maxAttempts: 1, retryDelay: 0 }),
  }),
);

const manifestSchema = z.object({
  modules: z.object({ common: z.object({ requests: z.record(z.string(), z.unknown()) }) }),
});

const optionsSchema = z.object({
  context: z.record(z.string(), z.unknown()).default({}),
  body: z.string().default(''),
});

/** No IP address, no port, at least two labels. */
const FQDN = /^(?!\d+(?:\.\d+){3}$)(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*$/i;
const KNOWN_TYPES = /^(?:application\/(?:[\w.+-]*json|xml|x-www-form-urlencoded)|text\/)/i;

export const createRequestService = (deps: Deps) => {
  const templates = templatesSchema.parse(JSON.parse(textOf(deps.app, 'config/requests.json')));
  const { requests } = manifestSchema.parse(JSON.parse(textOf(deps.app, 'manifest.json'))).modules.common;
  return {
    invokeTemplate: async ([name, options]: readonly unknown[], fate: Fate): Promise<Outcome> => {
      if (!deps.limit.take()) return platformError('limit', 429, 'Rate limit exceeded');
      const template = typeof name === 'string' && name in requests ? templates[name] : undefined;
      const parsed = optionsSchema.safeParse(options ?? {});
      if (!template || !parsed.success) return platformError('invalid', 400, SUBSTITUTION);
      if (Buffer.byteLength(parsed.data.body) > MAX_REQUEST_BYTES) return platformError('invalid', 413, 'Too large');
      const request = render(deps, template.schema, parsed.data);
      if (request === undefined) return platformError('invalid', 400, SUBSTITUTION);
      if (!FQDN.test(new URL(request.url).host)) return platformError('invalid', 400, 'Invalid URL - Must be FQDN');
      return send(deps, request, template.options, fate);
    },
  };
};

const SUBSTITUTION = 'Error while substituting the templates';

const platformError = (reason: Reason, status: number, response: string, attempts = 0): Outcome =>
  refused(reason, { status, headers: {}, response, attempts, errorSource: 'PLATFORM' });

type Schema = z.output<typeof templatesSchema>[string]['schema'];
type Options = z.output<typeof optionsSchema>;

const render = (deps: Deps, schema: Schema, { context, body }: Options): HttpRequest | undefined => {
  const values = { iparam: deps.settings(), context, current_host: deps.currentHost };
  const renderOpen = (part: string) => renderTemplate(part, values, deps.secure);
  const host = renderOpen(schema.host);
  const path = renderOpen(schema.path);
  const query = renderAll(schema.query, renderOpen);
  const headers = renderAll(schema.headers, (part) => renderTemplate(part, values, NOTHING));
  if (host === undefined || path === undefined || !query || !headers) return undefined;
  const search = new URLSearchParams(query).toString();
  return {
    method: schema.method,
    url: `https://${host}${path}${search && `?${search}`}`,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    body,
  };
};

const NOTHING: ReadonlySet<string> = new Set();

const renderAll = (
  parts: Readonly<Record<string, string>>,
  renderPart: (part: string) => string | undefined,
): Record<string, string> | undefined => {
  const rendered: Record<string, string> = {};
  for (const [name, part] of Object.entries(parts)) {
    const value = renderPart(part);
    if (value === undefined) return undefined;
    rendered[name] = value;
  }
  return rendered;
};

const send = async (
  { clock, network }: Deps,
  request: HttpRequest,
  { maxAttempts, retryDelay }: { readonly maxAttempts: number; readonly retryDelay: number },
  { beforeMs, afterMs }: Fate,
): Promise<Outcome> => {
  const attempt = async (): Promise<HttpAnswer> => {
    await clock.sleep(beforeMs);
    const answer = await network(request);
    if (answer === 'silence') return new Promise(() => undefined);
    await clock.sleep(afterMs);
    return answer;
  };
  const timeOut = async (): Promise<'silence'> => {
    await clock.sleep(REQUEST_TIMEOUT_MS);
    return 'silence';
  };
  for (let attempts = 1; ; attempts += 1) {
    const outcome = toOutcome(await Promise.race([attempt(), timeOut()]), attempts);
    if (attempts >= maxAttempts || !isWorthRetrying(outcome)) return outcome;
    await clock.sleep(retryDelay);
  }
};

const toOutcome = (answer: HttpAnswer, attempts: number): Outcome => {
  if (answer === 'no_connection') {
    return platformError('remote', 502, 'Error in establishing connection', attempts);
  }
  if (answer === 'silence') {
    return platformError('remote', 504, 'Timeout error while processing the request', attempts);
  }
  const { status, headers, body } = answer;
  if (!KNOWN_TYPES.test(headers['content-type'] ?? '')) {
    return platformError('remote', 415, 'Unsupported content type', attempts);
  }
  const told = { status, headers, response: body, attempts };
  return status < 400 ? done(told) : refused('remote', { ...told, errorSource: 'APP' });
};

const isWorthRetrying = (outcome: Outcome): boolean => {
  if (outcome.kind === 'done') return false;
  const status = Number(outcome.answer['status']);
  return status === 429 || status >= 500;
};

/** As a failing platform would tell it: nothing was sent, or nobody knows. */
export const requestFault = (fault: Fate['fault'], status = 500): Outcome =>
  fault === 'refused'
    ? platformError('fault', status, status === 400 ? SUBSTITUTION : 'Refused by the platform')
    : platformError('fault', 504, 'Timeout error while processing the request', 1);
