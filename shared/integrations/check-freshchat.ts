/** Asks Freshchat, and puts its many answers in the few words that an administrator can act on. */

import type { FreshchatFailure, VerifyAccount } from './freshchat/freshchat-account.port.ts';
import type { FreshchatCheck } from './freshchat-check.ts';
import { parseFreshchatDomain } from './freshchat-domain.ts';

export type CheckFreshchat = (domain: string, token: string) => Promise<FreshchatCheck>;

export const createCheckFreshchat =
  (verifyAccount: VerifyAccount): CheckFreshchat =>
  async (text, token) => {
    const parsed = parseFreshchatDomain(text);
    // A stored domain that today's rule refuses is called no more.
    if (!parsed.ok) return { outcome: 'not_freshchat', detail: parsed.problem };
    const answer = await verifyAccount(parsed.domain, token);
    return answer.outcome === 'ok' ? { outcome: 'ok' } : toCheck(answer);
  };

const toCheck = (failure: FreshchatFailure): FreshchatCheck => {
  switch (failure.outcome) {
    case 'credentials_rejected':
      return { outcome: 'credentials_rejected' };
    case 'forbidden':
      return { outcome: 'credentials_rejected', detail: 'forbidden' };
    case 'unreachable':
      return { outcome: 'unreachable', detail: failure.reason };
    case 'timed_out':
    case 'unavailable':
      return { outcome: 'unreachable', detail: failure.outcome };
    case 'rate_limited': {
      const { retryAfterSeconds } = failure;
      return {
        outcome: 'unreachable',
        detail: 'rate_limited',
        ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
      };
    }
    case 'too_large':
      return { outcome: 'not_freshchat', detail: 'too_large' };
    case 'not_freshchat':
      return { outcome: 'not_freshchat', detail: failure.reason };
  }
};
