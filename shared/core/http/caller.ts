/** Who asks: API Gateway has checked the token's signature, audience and scopes; the function checks again what it got. */

import * as z from 'zod';
import { ACCOUNT_CLAIM } from '../../names.ts';
import type { Route } from '../../routes.ts';
import { isAccountId } from '../integration-id.ts';

export type Caller =
  | { readonly kind: 'known'; readonly accountId: string }
  | { readonly kind: 'refused'; readonly reason: 'token_missing' | 'scope_missing' | 'account_missing' };

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
  if (!granted.includes(access)) return { kind: 'refused', reason: 'scope_missing' };
  // The tenant comes from the token, never from the path, the body or a header.
  const accountId = claims[ACCOUNT_CLAIM];
  if (typeof accountId !== 'string' || !isAccountId(accountId)) return { kind: 'refused', reason: 'account_missing' };
  return { kind: 'known', accountId };
};
