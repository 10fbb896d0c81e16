/** What the monitor knows of ourselves from one run to the next: stalls, outages, and many accounts silent at once. */

import type { Instant } from '../core/instant.ts';
import type { PipelineHealth } from './integration-status.ts';
import { type OurOutages, outageJustOver, withOutage } from './our-outages.ts';
import type { RefusalKind } from './refused-as.ts';

export type Stretch = { readonly startedAt: Instant; readonly endedAt?: Instant };

export type ManySilent = Stretch & {
  /** What their requests are refused with; absent when they are silent. */
  readonly refusal?: RefusalKind;
  /** When on-call had their time, and still nobody came through. */
  readonly escalatedAt?: Instant;
  /** It ended because others came through all the time; each of the silent hears of it for itself. */
  readonly notOurs?: boolean;
};

export type PlatformTrouble = {
  /** The latest stall of the pipeline, over or not. */
  readonly stall?: Stretch;
  /** The latest time that many fell silent, or were refused, together, over or not. */
  readonly manySilent?: ManySilent;
  /** Those that are over. */
  readonly ourOutages: OurOutages;
};

const MINUTE_MS = 60_000;

/** As for an incident: trouble this soon after its end is the same trouble. */
const SETTLED_AFTER_MS = 30 * MINUTE_MS;

export const nextStall = (last: Stretch | undefined, since: Instant | undefined, now: Instant): Stretch | undefined => {
  const open = last?.endedAt === undefined ? last : undefined;
  if (since !== undefined) return open ?? { startedAt: since };
  return open ? { ...open, endedAt: now } : last;
};

export type ManyFound = { readonly since: Instant; readonly refusal?: RefusalKind; readonly isOverdue: boolean };

/** Many are silent since then; nobody is; or somebody is, but others came through. */
export type ManySilentNow = ManyFound | 'no' | 'not_ours';

export const nextManySilent = (
  last: ManySilent | undefined,
  found: ManySilentNow,
  now: Instant,
): ManySilent | undefined => {
  const open = last?.endedAt === undefined ? last : undefined;
  if (found === 'no') return open ? { ...open, endedAt: now } : last;
  if (found === 'not_ours') return open ? { ...open, endedAt: now, notOurs: true } : last;
  const { since, refusal, isOverdue } = found;
  const isSame =
    last?.endedAt !== undefined && !last.notOurs && last.refusal === refusal && now - last.endedAt < SETTLED_AFTER_MS;
  const begun = open ?? { startedAt: isSame ? last.startedAt : since, ...(refusal && { refusal }) };
  return isOverdue && begun.escalatedAt === undefined ? { ...begun, escalatedAt: now } : begun;
};

export const isOpen = (stretch: Stretch | undefined): boolean => stretch !== undefined && stretch.endedAt === undefined;

/** What has just ended becomes an outage of ours. */
export const withEnded = (
  outages: OurOutages,
  before: Stretch | undefined,
  after: (Stretch & { readonly notOurs?: boolean }) | undefined,
  now: Instant,
): OurOutages =>
  isOpen(before) && after?.endedAt !== undefined && !after.notOurs
    ? withOutage(outages, { from: after.startedAt, until: after.endedAt }, now)
    : outages;

/** What statuses are computed with. */
export const pipelineHealthOf = ({ stall, manySilent, ourOutages }: PlatformTrouble, now: Instant): PipelineHealth => {
  const stalledSince = stall && isOpen(stall) ? stall.startedAt : outageJustOver(ourOutages, now)?.from;
  return {
    ...(stalledSince !== undefined && { stalledSince }),
    ...(manySilent && isOpen(manySilent) && toManyHealth(manySilent)),
    ourOutages,
  };
};

const toManyHealth = ({ startedAt, refusal }: ManySilent): PipelineHealth => ({
  manySilentSince: startedAt,
  ...(refusal && { manyRefusedAs: refusal }),
});
