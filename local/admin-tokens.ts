/** Who may administer on this machine: tokens as settings, in place of Cognito's JWTs. */

import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import * as z from 'zod';
import { isAccountId } from '../shared/core/integration-id.ts';
import { SCOPES } from '../shared/routes.ts';
import type { Authorization } from './http-api/gateway-event.ts';

type Grant = { readonly account: string; readonly scopes: readonly string[] };

export type AdminTokens = {
  /** The administrator's of the account `demo`. */
  readonly own: string;
  /** All that are taken, `own` among them. */
  readonly grants: ReadonlyMap<string, Grant>;
};

/** All accounts are for whoever sits at this machine alone. */
const OF_ONE_ACCOUNT = SCOPES.filter((scope) => scope !== 'operations/read');
const DEFAULT_ACCOUNT = 'demo';
/** Whoever sits at this machine. */
export const LOCAL_ADMINISTRATOR: Grant = { account: DEFAULT_ACCOUNT, scopes: [...SCOPES] };

const accountSchema = z.string().refine(isAccountId);
const grantSchema = z.union([
  accountSchema.transform((account): Grant => ({ account, scopes: OF_ONE_ACCOUNT })),
  z.object({ account: accountSchema, scopes: z.array(z.string()).default([...OF_ONE_ACCOUNT]) }),
]);
const tokensSchema = z.record(z.string().min(1), grantSchema);

/**
 * `LOCAL_ADMIN_TOKEN` is a token of the account `demo`, a new one at each start when absent; `LOCAL_ADMIN_TOKENS` is JSON, token → account, or
 * token → `{account, scopes}`. Undefined when the JSON is not that.
 */
export const parseAdminTokens = (environment: NodeJS.ProcessEnv): AdminTokens | undefined => {
  const own = environment['LOCAL_ADMIN_TOKEN'] || newToken();
  const parsed = tokensSchema.safeParse(parseJson(environment['LOCAL_ADMIN_TOKENS'] || '{}'));
  if (!parsed.success) return undefined;
  return { own, grants: new Map([[own, LOCAL_ADMINISTRATOR], ...Object.entries(parsed.data)]) };
};

/** For systems that nobody set anything for. */
export const newAdminTokens = (): AdminTokens => {
  const own = newToken();
  return { own, grants: new Map([[own, LOCAL_ADMINISTRATOR]]) };
};

/** Nobody guesses 32 random bytes. */
const newToken = (): string => randomBytes(32).toString('base64url');

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const BEARER = /^Bearer +(\S+) *$/i;

/** What the gateway's authorizer would find in the token. Nothing for a stranger, whom the function itself refuses. */
export const createAuthorize =
  (grants: AdminTokens['grants']) =>
  async ({ headers }: Pick<IncomingMessage, 'headers'>): Promise<Authorization | undefined> => {
    const token = BEARER.exec(headers.authorization ?? '')?.[1];
    const grant = token === undefined ? undefined : grants.get(token);
    if (!grant) return undefined;
    const { account, scopes } = grant;
    const ids = {
      sub: `local-${account}`,
      client_id: 'local',
      jti: createHash('sha256')
        .update(token ?? '')
        .digest('hex'),
    };
    return { claims: { ...ids, 'custom:account': account, scope: scopes.join(' '), token_use: 'access' }, scopes };
  };
