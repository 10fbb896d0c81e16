/**
 * Called by the user pool before it makes tokens: the account goes from the user's attribute into the access token,
 * which by itself carries no attributes. Only operators write that attribute; a user without it gets a token that names
 * no account, and the admin API refuses it. Scopes that none of the user's groups grants are taken out.
 */

import * as z from 'zod';
import { isAccountId } from '../../shared/core/integration-id.ts';
import type { Log } from '../../shared/core/lambda/log.ts';
import { ACCOUNT_CLAIM, ADMIN_GROUPS } from '../../shared/names.ts';
import { ERASE_SCOPE } from '../../shared/routes.ts';

type Deps = { readonly log: Log };

const eventSchema = z.looseObject({
  request: z.looseObject({
    userAttributes: z.record(z.string(), z.unknown()),
    groupConfiguration: z.looseObject({ groupsToOverride: z.array(z.string()).nullish() }).nullish(),
  }),
});

type NamedEvent = z.output<typeof eventSchema> & {
  readonly response: {
    readonly claimsAndScopeOverrideDetails: {
      readonly accessTokenGeneration: {
        readonly claimsToAddOrOverride: Readonly<Record<string, string>>;
        readonly scopesToSuppress: readonly string[];
      };
    };
  };
};

export const createHandler =
  ({ log }: Deps) =>
  async (event: unknown): Promise<NamedEvent> => {
    const parsed = eventSchema.parse(event);
    const accountId = parsed.request.userAttributes[ACCOUNT_CLAIM];
    const isNamed = typeof accountId === 'string' && isAccountId(accountId);
    const groups = parsed.request.groupConfiguration?.groupsToOverride ?? [];
    const scopesToSuppress = withheldFrom(groups);
    log.outcome(isNamed ? 'named' : 'no_account', isNamed ? { accountId, withheld: scopesToSuppress } : {});
    const claimsToAddOrOverride = isNamed ? { [ACCOUNT_CLAIM]: accountId } : {};
    return {
      ...parsed,
      response: {
        claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride, scopesToSuppress } },
      },
    };
  };

/** Who may erase is asked apart from who may write: erasing cannot be made good. */
const SCOPE_OF_GROUP = {
  [ADMIN_GROUPS.write]: 'integrations/write',
  [ADMIN_GROUPS.erase]: ERASE_SCOPE,
  // It reads across accounts.
  [ADMIN_GROUPS.operations]: 'operations/read',
};

const withheldFrom = (groups: readonly string[]): readonly string[] =>
  Object.entries(SCOPE_OF_GROUP).flatMap(([group, scope]) => (groups.includes(group) ? [] : [scope]));
