/** What the monitor knows of ourselves from one run to the next: a stall of the pipeline, and many silent at once. */

import type { Instant } from '../core/instant.ts';
import type { PipelineHealth } from './integration-status.ts';

export type Stretch = { readonly startedAt: Instant; readonly endedAt?: Instant };

export type PlatformTrouble = {
  /** The latest stall of the pipeline, over or not. */
  readonly stall?: Stretch;
  /** The latest time that many fell silent together, over or not. */
  readonly manySilent?: Stretch;
};

const MINUTE_MS = 60_000;

/** The first probe through may overtake the events that waited with it; their evidence gets this long to arrive. */
const STALL_SETTLED_AFTER_MS = 10 * MINUTE_MS;
/** As for an incident: trouble this soon after its end is the same trouble. */
const SETTLED_AFTER_MS = 30 * MINUTE_MS;

export const nextStall = (last: Stretch | undefined, since: Instant | undefined, now: Instant): Stretch | undefined => {
  const open = last?.endedAt === undefined ? last : undefined;
  if (since !== undefined) return open ?? { startedAt: since };
  return open ? { ...open, endedAt: now } : last;
};

export const nextManySilent = (last: Stretch | undefined, isMany: boolean, now: Instant): Stretch | undefined => {
  const open = last?.endedAt === undefined ? last : undefined;
  if (!isMany) return open ? { ...open, endedAt: now } : last;
  if (open) return open;
  const isSame = last?.endedAt !== undefined && now - last.endedAt < SETTLED_AFTER_MS;
  return { startedAt: isSame ? last.startedAt : now };
};

export const isOpen = (stretch: Stretch | undefined): boolean => stretch !== undefined && stretch.endedAt === undefined;

/** What statuses are computed with. */
export const pipelineHealthOf = ({ stall, manySilent }: PlatformTrouble, now: Instant): PipelineHealth => {
  const isStalled = stall && (stall.endedAt === undefined || now - stall.endedAt < STALL_SETTLED_AFTER_MS);
  return { ...(isStalled && { stalledSince: stall.startedAt }), manySilent: isOpen(manySilent) };
};
