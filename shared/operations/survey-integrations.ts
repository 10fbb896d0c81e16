/**
 * The list for on-call. Who is in trouble is due for the monitor, so only the due are read to put them in order; of the
 * others the index says enough, and they are read when their page is asked for:
 *
 *   index by next look   due ───▶ read, judged ──▶ critical, needs you, warning, checking
 *                        later ──────────────────▶ quiet, by deadline
 *   index by account     neither ────────────────▶ paused for good
 *   the eraser's shard ──────────────────────────▶ erasing
 */

import type { Clock } from '../core/clock.ts';
import { type Instant, toRfc3339 } from '../core/instant.ts';
import type { Page } from '../integrations/list-integrations.ts';
import type { PipelineHealth } from '../silence/integration-status.ts';
import type { PipelineMemory } from '../silence/pipeline-state.ts';
import { pipelineHealthOf } from '../silence/platform-trouble.ts';
import type { OperationsStore } from './survey.port.ts';
import {
  type Counts,
  countPlaces,
  type Judged,
  judgeSurveyed,
  type Place,
  placeKey,
  type Section,
  type Surveyed,
  sectionOfTrouble,
} from './survey.ts';

export type Snapshot = {
  readonly readAt: Instant;
  readonly memory: PipelineMemory & { readonly caughtUpTo?: Instant; readonly probes: readonly Instant[] };
  readonly pipeline: PipelineHealth;
  /** In the order of the list. */
  readonly places: readonly Place[];
  readonly counts: Counts;
  /** Those that were due. */
  readonly due: ReadonlyMap<string, Surveyed>;
};

export type TakeSnapshot = () => Promise<Snapshot>;

/** Pages and polls of this long share one: in a large outage everybody is due, and all of on-call looks. */
const KEPT_MS = 15_000;

export const createTakeSnapshot = (store: OperationsStore, clock: Clock): TakeSnapshot => {
  let kept: { readonly at: Instant; readonly snapshot: Promise<Snapshot> } | undefined;
  return async () => {
    const now = clock();
    if (kept === undefined || now - kept.at >= KEPT_MS) kept = { at: now, snapshot: takeSnapshot(store, now) };
    const taken = kept;
    try {
      return await taken.snapshot;
    } catch (error) {
      // What failed is not kept.
      if (kept === taken) kept = undefined;
      throw error;
    }
  };
};

const takeSnapshot = async (store: OperationsStore, now: Instant): Promise<Snapshot> => {
  const [memory, looks, listed, erasing] = await Promise.all([
    store.findPipelineMemory(),
    store.findNextLooks(),
    store.findListed(),
    store.findErasing(),
  ]);
  const pipeline = pipelineHealthOf(memory, now);
  const isErasing = new Set(erasing);
  const watched = looks.filter(({ integrationId }) => !isErasing.has(integrationId));
  const isDue = ({ checkAt }: { readonly checkAt: Instant }): boolean => checkAt <= now;
  const surveyed = await store.readSurveyed(watched.filter(isDue).map(({ integrationId }) => integrationId));
  const due = new Map(surveyed.map((one) => [one.integrationId, one]));
  const isWatched = new Set(watched.map(({ integrationId }) => integrationId));
  const places = [
    ...watched.flatMap(({ integrationId, checkAt }): readonly Place[] => {
      const one = due.get(integrationId);
      // Deleted a moment ago.
      if (!one && isDue({ checkAt })) return [];
      const trouble = one && placeOfTrouble(one, judgeSurveyed(one, pipeline, now));
      return [trouble ?? { integrationId, section: 'quiet', order: toRfc3339(checkAt) }];
    }),
    ...listed.flatMap((integrationId): readonly Place[] =>
      isWatched.has(integrationId)
        ? []
        : [{ integrationId, section: isErasing.has(integrationId) ? 'erasing' : 'paused', order: '' }],
    ),
  ];
  return {
    readAt: now,
    memory,
    pipeline,
    places: places
      .map((place) => ({ place, key: placeKey(place) }))
      .toSorted((a, b) => (a.key < b.key ? -1 : 1))
      .map(({ place }) => place),
    counts: countPlaces(places),
    due,
  };
};

const placeOfTrouble = ({ integrationId }: Surveyed, judged: Judged): Place | undefined => {
  const section = sectionOfTrouble(judged);
  return section && { integrationId, section, order: judged.since === undefined ? '' : toRfc3339(judged.since) };
};

export type SurveyedNow = { readonly surveyed: Surveyed; readonly judged: Judged };

type Wanted = { readonly limit: number; readonly after?: string; readonly state?: Section };

export type SurveyPage = Page<SurveyedNow> & { readonly snapshot: Snapshot };

export type SurveyIntegrations = (wanted: Wanted) => Promise<SurveyPage>;

export const createSurveyIntegrations =
  (takeSnapshot: TakeSnapshot, { readSurveyed }: Pick<OperationsStore, 'readSurveyed'>): SurveyIntegrations =>
  async ({ limit, after = '', state }) => {
    const snapshot = await takeSnapshot();
    const rest = snapshot.places.filter(
      (place) => (state === undefined || place.section === state) && placeKey(place) > after,
    );
    const places = rest.slice(0, limit);
    const missing = places.filter(({ integrationId }) => !snapshot.due.has(integrationId));
    const read = await readSurveyed(missing.map(({ integrationId }) => integrationId));
    const known = new Map([...snapshot.due, ...read.map((one) => [one.integrationId, one] as const)]);
    const last = places.at(-1);
    return {
      snapshot,
      items: places
        .flatMap(({ integrationId }) => known.get(integrationId) ?? [])
        .map((surveyed) => ({ surveyed, judged: judgeSurveyed(surveyed, snapshot.pipeline, snapshot.readAt) })),
      ...(last && rest.length > limit && { next: placeKey(last) }),
    };
  };
