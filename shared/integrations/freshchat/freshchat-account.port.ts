/** Ports to a customer's Freshchat account, for the flows that check a Freshchat API key and offer its groups. */

import type { FreshchatDomain } from '../freshchat-domain.ts';

/** The token is the Freshchat API key, in clear: it goes into one header and nowhere else. */
export type VerifyAccount = (
  domain: FreshchatDomain,
  token: string,
) => Promise<{ readonly outcome: 'ok' } | FreshchatFailure>;

export type ListGroups = (
  domain: FreshchatDomain,
  token: string,
) => Promise<
  | {
      readonly outcome: 'ok';
      readonly groups: readonly FreshchatGroup[];
      /** False when the account has more groups than are worth asking for. */
      readonly isComplete: boolean;
    }
  | FreshchatFailure
>;

export type FreshchatGroup = { readonly id: string; readonly name: string };

/** What can go wrong out there, each with another next step for the administrator. */
export type FreshchatFailure = ReachFailure | RefusalByFreshchat | NotFreshchat;

/** Nothing complete came back. */
export type ReachFailure =
  | { readonly outcome: 'timed_out' }
  | { readonly outcome: 'too_large' }
  | {
      readonly outcome: 'unreachable';
      readonly reason: 'name_not_resolved' | 'address_not_allowed' | 'no_connection';
    };

type RefusalByFreshchat =
  | { readonly outcome: 'credentials_rejected' }
  | { readonly outcome: 'forbidden' }
  | { readonly outcome: 'rate_limited'; readonly retryAfterSeconds?: number }
  | { readonly outcome: 'unavailable' };

/** Something answered, but no Freshchat API: a portal of the same vendor shows a web page under such a name. */
type NotFreshchat = {
  readonly outcome: 'not_freshchat';
  readonly reason: 'not_found' | 'redirected' | 'unexpected_status' | 'not_json' | 'wrong_shape';
};
