/**
 * The HTTP routes, once, as plain data: infra/ provisions them on API Gateway and local/ serves them on loopback.
 * Imports nothing.
 */

export type Route = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** API Gateway's own notation, `{name}` for a path parameter. */
  readonly path: string;
  readonly function: 'receive-events' | 'manage-integrations';
  /**
   * `in-function`: the function authenticates, because it must answer *why* (docs/decisions/0002).
   * A scope: a JWT with that scope is needed before the function runs.
   */
  readonly access: 'in-function' | 'integrations/read' | 'integrations/write';
};

export const ROUTES = [
  { method: 'POST', path: '/v1/events', function: 'receive-events', access: 'in-function' },
] as const satisfies readonly Route[];
