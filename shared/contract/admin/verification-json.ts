import { type Instant, toRfc3339 } from '../../domain/event-time.ts';
import type { FreshchatCheck } from '../../domain/freshchat-check.ts';
import type { VerificationJson } from './answers.ts';
import { toFreshchatCheckText } from './freshchat-check-text.ts';

export const toVerificationJson = (
  check: FreshchatCheck,
  checkedAt: Instant,
  lastSeenAt: Instant | undefined,
): VerificationJson => ({
  outcome: check.outcome,
  ...(check.detail !== undefined && { detail: check.detail }),
  ...toFreshchatCheckText(check),
  checkedAt: toRfc3339(checkedAt),
  ...(lastSeenAt !== undefined && { lastEventAt: toRfc3339(lastSeenAt) }),
});
