/**
 * The HTTP routes, once, as plain data: infra/ provisions them on API Gateway and local/ serves them on loopback.
 * Imports nothing.
 */

export type Route = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** API Gateway's own notation, `{name}` for a path parameter. */
  readonly path: string;
  readonly function: 'receive-events' | 'manage-integrations' | 'verify-connection' | 'read-counts' | 'read-operations';
  /**
   * `in-function`: the function authenticates, because it must answer *why* (docs/decisions/0002).
   * A scope: a JWT with that scope is needed before the function runs. `signed-in`: a JWT with any of them. DELETE with
   * erase=true needs one more, ERASE_SCOPE, which the function asks for: the gateway sees no query.
   */
  readonly access: 'in-function' | 'signed-in' | Scope;
};

/** Erasing cannot be made good, so that who may write may not do it by that alone. */
export const ERASE_SCOPE = 'integrations/erase';

/** What a token may allow. */
export const SCOPES = [
  'integrations/read',
  'integrations/write',
  ERASE_SCOPE,
  'counts/read',
  'operations/read',
] as const;
export type Scope = (typeof SCOPES)[number];

/** Any one of these lets a caller in, at the gateway and in the function. */
export const scopesFor = (access: Exclude<Route['access'], 'in-function'>): readonly Scope[] =>
  access === 'signed-in' ? SCOPES : [access];

const ONE = '/v1/integrations/{integrationId}';

export const ROUTES = [
  { method: 'POST', path: '/v1/events', function: 'receive-events', access: 'in-function' },
  { method: 'POST', path: '/v1/integrations', function: 'manage-integrations', access: 'integrations/write' },
  { method: 'GET', path: '/v1/integrations', function: 'manage-integrations', access: 'integrations/read' },
  { method: 'GET', path: ONE, function: 'manage-integrations', access: 'integrations/read' },
  { method: 'PATCH', path: ONE, function: 'manage-integrations', access: 'integrations/write' },
  { method: 'DELETE', path: ONE, function: 'manage-integrations', access: 'integrations/write' },
  { method: 'POST', path: `${ONE}/restore`, function: 'manage-integrations', access: 'integrations/write' },
  { method: 'POST', path: `${ONE}/pause`, function: 'manage-integrations', access: 'integrations/write' },
  { method: 'POST', path: `${ONE}/resume`, function: 'manage-integrations', access: 'integrations/write' },
  { method: 'POST', path: `${ONE}/keys`, function: 'manage-integrations', access: 'integrations/write' },
  { method: 'GET', path: `${ONE}/keys`, function: 'manage-integrations', access: 'integrations/read' },
  { method: 'DELETE', path: `${ONE}/keys/{keyId}`, function: 'manage-integrations', access: 'integrations/write' },
  { method: 'GET', path: `${ONE}/incidents`, function: 'manage-integrations', access: 'integrations/read' },
  // A function of its own: it alone may decrypt what manage-integrations encrypts.
  { method: 'POST', path: `${ONE}/verify`, function: 'verify-connection', access: 'integrations/write' },
  // A function of its own: it reads counts and what says whether to believe them, and nothing else.
  { method: 'GET', path: `${ONE}/contact-counts`, function: 'read-counts', access: 'counts/read' },
  { method: 'GET', path: `${ONE}/contact-counts/changes`, function: 'read-counts', access: 'counts/read' },
  { method: 'GET', path: `${ONE}/queues`, function: 'read-counts', access: 'counts/read' },
  // Who is asking, and how we ourselves are: for everybody who is signed in.
  { method: 'GET', path: '/v1/me', function: 'manage-integrations', access: 'signed-in' },
  { method: 'GET', path: '/v1/pipeline', function: 'manage-integrations', access: 'signed-in' },
  // A function of its own: it alone reads across accounts, for on-call, and cannot write.
  { method: 'GET', path: '/v1/operations/integrations', function: 'read-operations', access: 'operations/read' },
  { method: 'GET', path: '/v1/operations/incidents', function: 'read-operations', access: 'operations/read' },
  { method: 'GET', path: '/v1/operations/pipeline', function: 'read-operations', access: 'operations/read' },
] as const satisfies readonly Route[];

/** As API Gateway names a route to its function: `GET /v1/integrations/{integrationId}`. */
export type RouteKey = KeyOf<(typeof ROUTES)[number]>;
type KeyOf<R extends Route> = R extends Route ? `${R['method']} ${R['path']}` : never;
