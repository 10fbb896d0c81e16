/**
 * The monitor looks at ourselves first: were we there at all, does the pipeline carry our own probe, did many accounts
 * fall silent at once?
 */

import { EVIDENCE_KINDS } from '../attributes.ts';
import type { Instant } from '../core/instant.ts';
import { judge } from './judge-one.ts';
import { findManySilent } from './many-silent.ts';
import type { MonitorState } from './monitor-memory.port.ts';
import { hasSlept, outageInSleep, withOutage } from './our-outages.ts';
import {
  isOpen,
  nextManySilent,
  nextStall,
  type PlatformTrouble,
  pipelineHealthOf,
  withEnded,
} from './platform-trouble.ts';
import { missingProbes, stalledSince, withProbe } from './probe.ts';
import type { Watched, WatchStore } from './watch-store.port.ts';

export type PlatformLook = {
  readonly state: MonitorState;
  /** Age of the oldest probe that has not come through. */
  readonly probeAgeMs: number;
  readonly isStalled: boolean;
};

type Store = Pick<WatchStore, 'findActive' | 'findEvidence'>;

/** The state after this run, whose probe it holds already: one that cannot even be sent is missing too. */
export const lookAtPlatform = async (
  before: MonitorState,
  newestProbe: Instant | undefined,
  watched: readonly Watched[],
  now: Instant,
  store: Store,
): Promise<PlatformLook> => {
  const slept = await findOutageInSleep(before, now, store);
  // A probe that was sent just before waits for its recorder since we are back, and not longer.
  const missing = missingProbes(before.probes, newestProbe).map((sentAt) => Math.max(sentAt, slept?.until ?? sentAt));
  const stall = nextStall(before.stall, stalledSince(missing, now), now);
  const rested = slept ? withOutage(before.ourOutages, slept, now) : before.ourOutages;
  const trouble = { ...(stall && { stall }), ourOutages: withEnded(rested, before.stall, stall, now) };
  const manySilent = await nextMany(before, trouble, watched, now, store);
  const isTurned =
    isOpen(manySilent) !== isOpen(before.manySilent) || manySilent?.escalatedAt !== before.manySilent?.escalatedAt;
  return {
    state: {
      ...trouble,
      ourOutages: withEnded(trouble.ourOutages, before.manySilent, manySilent, now),
      lastRunAt: now,
      probes: withProbe(missing, now),
      ...(manySilent && { manySilent }),
      isNoticePending: before.isNoticePending || isTurned,
    },
    probeAgeMs: missing[0] === undefined ? 0 : now - missing[0],
    isStalled: isOpen(stall),
  };
};

const findOutageInSleep = async ({ lastRunAt }: MonitorState, now: Instant, store: Store) => {
  if (!hasSlept(lastRunAt, now)) return undefined;
  const evidence = await store.findEvidence(await store.findActive());
  const carried = [...evidence.values()].flatMap((seen) => EVIDENCE_KINDS.flatMap((kind) => seen[kind] ?? []));
  return outageInSleep(lastRunAt, carried, now);
};

const nextMany = async (
  { manySilent }: MonitorState,
  trouble: PlatformTrouble,
  watched: readonly Watched[],
  now: Instant,
  store: Store,
) => {
  const pipeline = pipelineHealthOf(trouble, now);
  // While we are stalled we cannot tell who is silent.
  if (pipeline.stalledSince !== undefined) return manySilent;
  const judgements = watched.map((one) => judge(one, pipeline, now));
  return nextManySilent(manySilent, await findManySilent(judgements, manySilent, pipeline, now, store), now);
};
