/**
 * The status for people who look, administrators and on-call alike. One warning at a time stands beside a status that
 * holds; of several the first of SHOWN_CAUSES, for whoever mends it sees the next one.
 */

import type { Instant } from '../core/instant.ts';
import { type EvidenceSinceCreation, isUninstalled, openRefusal } from './evidence.ts';
import { accountsTogether } from './heard-accounts.ts';
import { CAUSES, type IntegrationStatus, type PipelineHealth, statusOf } from './integration-status.ts';
import { isLostByKey, steadyLossAt } from './refused-share.ts';
import type { SilencePolicy } from './silence-policy.ts';

/** What stands beside chats that arrive: no silence follows from it, and no incident. */
const STANDING_CAUSES = ['partial_loss', 'two_accounts'] as const;
type StandingCause = (typeof STANDING_CAUSES)[number];

/** All that a status may be shown with, in the order in which they are tried. */
export const SHOWN_CAUSES = [...CAUSES, ...STANDING_CAUSES] as const;
export type ShownCause = (typeof SHOWN_CAUSES)[number];

export type ShownStatus =
  | IntegrationStatus
  | { readonly status: 'waiting' | 'operational'; readonly cause: StandingCause; readonly severity: 'warning' };

export const shownStatusOf = (
  evidence: EvidenceSinceCreation,
  policy: SilencePolicy,
  pipeline: PipelineHealth,
  at: Instant,
): ShownStatus => {
  const judged = statusOf(evidence, policy, at, pipeline);
  if ((judged.status !== 'waiting' && judged.status !== 'operational') || 'cause' in judged) return judged;
  const cause = shownAtOnce(evidence, at) ?? standingCauseOf(evidence, at);
  return cause ? { status: judged.status, cause, severity: 'warning' } : judged;
};

/**
 * Who looks at the integration is told of a dead key from its first refused request on, and of a goodbye of the app at
 * once. The monitor, which wakes people, waits for two minutes of refusals, and for chats that do not come.
 */
const shownAtOnce = (evidence: EvidenceSinceCreation, at: Instant): 'key_rejected' | 'app_uninstalled' | undefined => {
  const loss = steadyLossAt(evidence.refusedShare, at);
  // Requests with a dead key come and go beside those with a good one: not the key of the app is dead.
  if (openRefusal(evidence) && !(loss && isLostByKey(loss))) return 'key_rejected';
  return isUninstalled(evidence) ? 'app_uninstalled' : undefined;
};

const standingCauseOf = (
  { refusedShare, freshchatAccounts = [] }: EvidenceSinceCreation,
  at: Instant,
): StandingCause | undefined => {
  if (steadyLossAt(refusedShare, at)) return 'partial_loss';
  return accountsTogether(freshchatAccounts, at) ? 'two_accounts' : undefined;
};
