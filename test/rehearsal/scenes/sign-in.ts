import { partialDeepStrictEqual } from 'node:assert/strict';
import { TOKEN_EVENT } from '../lambda-events.ts';
import type { Stage } from '../rehearse.ts';

/** Cognito asks for the claims of a token. */
export const signIn = async ({ invoke, find }: Stage): Promise<void> => {
  const answer = await invoke('name-account', TOKEN_EVENT);
  await find(
    'name-account puts the account into the access token, and takes out what no group of the user grants',
    () => {
      partialDeepStrictEqual(answer, {
        triggerSource: 'TokenGeneration_HostedAuth',
        response: {
          claimsAndScopeOverrideDetails: {
            accessTokenGeneration: {
              claimsToAddOrOverride: { 'custom:account': 'acme' },
              scopesToSuppress: ['integrations/erase', 'operations/read'],
            },
          },
        },
      });
    },
  );
};
