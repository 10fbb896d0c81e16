/** The monitor looks at ourselves first: does the pipeline carry our own probe, did many fall silent at once? */

import type { Instant } from '../core/instant.ts';
import { judge } from './judge-one.ts';
import { fellSilentTogether, isPlatformIncident } from './many-silent.ts';
import type { MonitorState } from './monitor-memory.port.ts';
import { isOpen, nextManySilent, nextStall, pipelineHealthOf } from './platform-trouble.ts';
import { missingProbes, stalledSince, withProbe } from './probe.ts';
import type { Watched } from './watch-store.port.ts';

export type PlatformLook = {
  readonly state: MonitorState;
  /** Age of the oldest probe that has not come through. */
  readonly probeAgeMs: number;
  readonly isStalled: boolean;
};

type Ports = { readonly countActive: () => Promise<number> };

/** The state after this run, whose probe it holds already: one that cannot even be sent is missing too. */
export const lookAtPlatform = async (
  before: MonitorState,
  newestProbe: Instant | undefined,
  watched: readonly Watched[],
  now: Instant,
  { countActive }: Ports,
): Promise<PlatformLook> => {
  const missing = missingProbes(before.probes, newestProbe);
  const stall = nextStall(before.stall, stalledSince(missing, now), now);
  const { stalledSince: isBlinded } = pipelineHealthOf({ ...(stall && { stall }) }, now);
  // While we are stalled we cannot tell who is silent.
  const manySilent = isBlinded === undefined ? await nextMany(before, watched, now, countActive) : before.manySilent;
  const isTurned = isOpen(manySilent) !== isOpen(before.manySilent);
  return {
    state: {
      probes: withProbe(missing, now),
      ...(stall && { stall }),
      ...(manySilent && { manySilent }),
      isNoticePending: before.isNoticePending || isTurned,
    },
    probeAgeMs: missing[0] === undefined ? 0 : now - missing[0],
    isStalled: isOpen(stall),
  };
};

const nextMany = async (
  { manySilent }: MonitorState,
  watched: readonly Watched[],
  now: Instant,
  countActive: () => Promise<number>,
) => {
  const judgements = watched.map((one) => judge(one, { manySilent: false }, now));
  const fellSilent = fellSilentTogether(judgements, manySilent, now);
  return nextManySilent(manySilent, await isPlatformIncident(fellSilent.length, countActive), now);
};
