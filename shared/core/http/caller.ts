/** Who asks: API Gateway has checked the token's signature, audience and scopes; the function checks again what it got. */

import * as z from 'zod';
import { ACCOUNT_CLAIM } from '../../names.ts';
import { type Route, scopesFor } from '../../routes.ts';
import { isAccountId } from '../integration-id.ts';

/** What the token says of its bearer: ids, never names. */
export type Bearer = { readonly subject?: string; readonly clientId?: string; readonly tokenId?: string };

export type KnownCaller = {
  readonly kind: 'known';
  readonly accountId: string;
  /** All that the token grants. */
  readonly scopes: readonly string[];
  readonly bearer: Bearer;
};

export type Caller =
  | KnownCaller
  | { readonly kind: 'refused'; readonly reason: 'token_missing' }
  | { readonly kind: 'refused'; readonly reason: 'scope_missing' | 'account_missing'; readonly bearer: Bearer };

const contextSchema = z.object({
  authorizer: z.object({
    jwt: z.object({ claims: z.record(z.string(), z.unknown()), scopes: z.array(z.string()).nullish() }),
  }),
});

export const parseCaller = (requestContext: unknown, access: Route['access']): Caller => {
  const parsed = contextSchema.safeParse(requestContext);
  if (!parsed.success) return { kind: 'refused', reason: 'token_missing' };
  const { claims, scopes } = parsed.data.authorizer.jwt;
  const claimed = claims['scope'];
  const granted = typeof claimed === 'string' ? claimed.split(' ') : (scopes ?? []);
  if (access === 'in-function' || !scopesFor(access).some((scope) => granted.includes(scope)))
    return { kind: 'refused', reason: 'scope_missing', bearer: toBearer(claims) };
  // The tenant comes from the token, never from the path, the body or a header.
  const accountId = claims[ACCOUNT_CLAIM];
  if (typeof accountId !== 'string' || !isAccountId(accountId))
    return { kind: 'refused', reason: 'account_missing', bearer: toBearer(claims) };
  return { kind: 'known', accountId, scopes: granted, bearer: toBearer(claims) };
};

/** The names that Cognito gives them in an access token; another issuer may leave some out. */
const toBearer = ({ sub, client_id: clientId, jti }: Readonly<Record<string, unknown>>): Bearer => ({
  ...(typeof sub === 'string' && { subject: sub }),
  ...(typeof clientId === 'string' && { clientId }),
  ...(typeof jti === 'string' && { tokenId: jti }),
});
