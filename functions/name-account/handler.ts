/**
 * Called by the user pool before it makes tokens: the account goes from the user's attribute into the access token,
 * which by itself carries no attributes. Only operators write that attribute; a user without it gets a token that names
 * no account, and the admin doors refuse it.
 */

import * as z from 'zod';
import { isAccountId } from '../../shared/core/integration-id.ts';
import type { Log } from '../../shared/core/lambda/log.ts';
import { ACCOUNT_CLAIM } from '../../shared/names.ts';

type Deps = { readonly log: Log };

const eventSchema = z.looseObject({
  request: z.looseObject({ userAttributes: z.record(z.string(), z.unknown()) }),
});

type NamedEvent = z.output<typeof eventSchema> & {
  readonly response: {
    readonly claimsAndScopeOverrideDetails: {
      readonly accessTokenGeneration: { readonly claimsToAddOrOverride: Readonly<Record<string, string>> };
    };
  };
};

export const createHandler =
  ({ log }: Deps) =>
  async (event: unknown): Promise<NamedEvent> => {
    const parsed = eventSchema.parse(event);
    const accountId = parsed.request.userAttributes[ACCOUNT_CLAIM];
    const isNamed = typeof accountId === 'string' && isAccountId(accountId);
    log.outcome(isNamed ? 'named' : 'no_account', isNamed ? { accountId } : {});
    const claimsToAddOrOverride = isNamed ? { [ACCOUNT_CLAIM]: accountId } : {};
    return {
      ...parsed,
      response: { claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride } } },
    };
  };
