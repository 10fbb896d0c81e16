/** Each browser test file has an account of its own in the shared system: no file sees another one's integrations. */

import type { AdminTokens } from '../../../local/admin-tokens.ts';

const ACCOUNTS = [
  'install',
  'pool',
  'hostile',
  'list',
  'empty',
  'integration',
  'incidents',
  'contacts',
  'operations',
] as const;

export type Account = (typeof ACCOUNTS)[number];

export const tokenOf = (account: Account): string => `token-of-${account}`;

export const SCOPES: readonly string[] = [
  'integrations/read',
  'integrations/write',
  'integrations/erase',
  'counts/read',
];

/** Who is on call, too: an administrator who sees all accounts. */
export const ON_CALL_SCOPES: readonly string[] = [...SCOPES, 'operations/read'];

const scopesOf = (account: Account): readonly string[] => (account === 'operations' ? ON_CALL_SCOPES : SCOPES);

export const ADMIN_TOKENS: AdminTokens = {
  own: tokenOf(ACCOUNTS[0]),
  grants: new Map(ACCOUNTS.map((account) => [tokenOf(account), { account, scopes: scopesOf(account) }])),
};
