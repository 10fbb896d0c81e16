/** How we ourselves are, in one word, as the monitor last found it: no tenant and no part of the system is named. */

import type { Instant } from '../core/instant.ts';
import { hasSlept, type OurOutages, outageJustOver } from './our-outages.ts';
import { isOpen, type PlatformTrouble } from './platform-trouble.ts';

export const PIPELINE_STATES = ['on_time', 'delayed', 'catching_up', 'checking', 'not_watched'] as const;

export type PipelineState =
  | { readonly state: 'on_time'; readonly checkedAt: Instant }
  /** Nothing comes through. */
  | { readonly state: 'delayed'; readonly since: Instant; readonly checkedAt: Instant }
  /** An outage of ours ended a moment ago: what came in between is still on its way. */
  | { readonly state: 'catching_up'; readonly since: Instant; readonly until: Instant; readonly checkedAt: Instant }
  /** Many fell silent at once, and we do not know yet whether it is us. */
  | { readonly state: 'checking'; readonly since: Instant; readonly checkedAt: Instant }
  /** The monitor does not run, or has not run yet: nothing can be said. */
  | { readonly state: 'not_watched'; readonly since?: Instant };

export type PipelineMemory = PlatformTrouble & {
  readonly lastRunAt?: Instant;
  readonly ourOutages: OurOutages;
};

export const pipelineStateOf = (
  { lastRunAt, stall, manySilent, ourOutages }: PipelineMemory,
  now: Instant,
): PipelineState => {
  if (lastRunAt === undefined) return { state: 'not_watched' };
  if (hasSlept(lastRunAt, now)) return { state: 'not_watched', since: lastRunAt };
  const checkedAt = lastRunAt;
  if (stall && isOpen(stall)) return { state: 'delayed', since: stall.startedAt, checkedAt };
  if (manySilent && isOpen(manySilent)) return { state: 'checking', since: manySilent.startedAt, checkedAt };
  const over = outageJustOver(ourOutages, now);
  if (over) return { state: 'catching_up', since: over.from, until: over.until, checkedAt };
  return { state: 'on_time', checkedAt };
};
