/** Each browser test file has an account of its own in the shared system: no file sees another one's integrations. */

import type { AdminTokens } from '../../../local/admin-tokens.ts';

const ACCOUNTS = ['install'] as const;

export type Account = (typeof ACCOUNTS)[number];

export const tokenOf = (account: Account): string => `token-of-${account}`;

export const ADMIN_TOKENS: AdminTokens = new Map(
  ACCOUNTS.map((account) => [tokenOf(account), { account, scopes: ['integrations/read', 'integrations/write'] }]),
);
