import { type Instant, toRfc3339 } from '../core/instant.ts';
import type { FreshchatCheck } from './freshchat-check.ts';
import { toFreshchatCheckText } from './freshchat-check-text.ts';
import type { VerificationJson } from './integration-answers.ts';

export const toVerificationJson = (
  check: FreshchatCheck,
  checkedAt: Instant,
  lastSeenAt: Instant | undefined,
): VerificationJson => ({
  outcome: check.outcome,
  ...(check.detail !== undefined && { detail: check.detail }),
  ...toFreshchatCheckText(check),
  reason: {
    key: check.outcome,
    facts: { ...(check.detail !== undefined && { detail: check.detail }), checkedAt: toRfc3339(checkedAt) },
  },
  checkedAt: toRfc3339(checkedAt),
  ...(lastSeenAt !== undefined && { lastEventAt: toRfc3339(lastSeenAt) }),
});
