/** Whether a Freshchat key opens the account at a domain, in the four words that an administrator can act on. */

export const CHECK_OUTCOMES = ['ok', 'credentials_rejected', 'unreachable', 'not_freshchat'] as const;

export type FreshchatCheck = {
  readonly outcome: (typeof CHECK_OUTCOMES)[number];
  /** The finer reason, for support; from a closed set. */
  readonly detail?: string;
  readonly retryAfterSeconds?: number;
};
