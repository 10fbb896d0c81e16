/**
 * The monitor's run, every five minutes: ourselves first, then every integration that is due for a look.
 *
 *   read   what we remember, the newest probe, who is due
 *   judge  without touching anything
 *   write  our memory, under the condition that no other run wrote it: of two runs at once one goes on
 *          the probe; the incidents, each under its optimistic lock; the holes; the quiet ones' next look
 *   tell   what was written
 *
 * Its cost follows the number of the due: a healthy integration is looked at once in its silence window.
 */

import pMap from 'p-map';
import { caughtUpAfter } from '../completeness/caught-up.ts';
import type { MeasureAges } from '../completeness/measured-ages.port.ts';
import type { Clock } from '../core/clock.ts';
import type { Instant } from '../core/instant.ts';
import { withCertainRefusals } from './certain-refusals.ts';
import type { PipelineHealth } from './integration-status.ts';
import { type Judgement, judge } from './judge-one.ts';
import type { FindKeyStates } from './key-states.port.ts';
import type { MonitorMemory } from './monitor-memory.port.ts';
import type { PublishNotices } from './notices.port.ts';
import { isOpen, pipelineHealthOf } from './platform-trouble.ts';
import type { FindNewestProbe, SendProbe } from './probe.port.ts';
import { steadyLossAt } from './refused-share.ts';
import { storeHoles } from './store-holes.ts';
import { type Pending, tellOfPlatform, tellPeople } from './tell-people.ts';
import { lookAtPlatform } from './watch-platform.ts';
import type { Move, Watched, WatchStore } from './watch-store.port.ts';

export type WatchReport =
  /** Another run wrote first, and does all of it. */
  | { readonly kind: 'overtaken' }
  | {
      readonly kind: 'watched';
      readonly due: number;
      readonly silentCritical: number;
      readonly silentWarning: number;
      /** Of which a steady share of the events is refused; the integrations that are paused do not count. */
      readonly losingEvents: number;
      readonly isStalled: boolean;
      readonly areManySilent: boolean;
      readonly probeAgeMs: number;
      readonly holesStored: number;
      readonly incidentsWritten: number;
      readonly noticesTold: number;
      /** What this run could not look at, write or tell. */
      readonly failures: number;
    };

export type WatchSilence = () => Promise<WatchReport>;

export type WatchSilencePorts = {
  readonly store: WatchStore;
  readonly memory: MonitorMemory;
  readonly sendProbe: SendProbe;
  readonly findNewestProbe: FindNewestProbe;
  readonly findKeyStates: FindKeyStates;
  readonly publish: PublishNotices;
  readonly measureAges: MeasureAges;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
};

const CONCURRENT_WRITES = 16;

/** Who writes a notice has this long to tell it; then it is anybody's. Shorter than the time between two runs. */
const TELL_WITHIN_MS = 4 * 60_000;

export const createWatchSilence = (ports: WatchSilencePorts): WatchSilence => {
  const { store, memory, sendProbe, findNewestProbe, findKeyStates, measureAges, clock, onError } = ports;

  /** What fails comes again with the next run, whose look it still is. */
  const attempt = async <T>(work: () => Promise<T>, otherwise: T): Promise<{ result: T; failures: number }> => {
    try {
      return { result: await work(), failures: 0 };
    } catch (error) {
      onError(error);
      return { result: otherwise, failures: 1 };
    }
  };

  const writeIncidents = (judgements: readonly Judgement[], now: Instant) =>
    pMap(
      judgements,
      ({ watched, verdict }) =>
        attempt<Written>(
          async () => (verdict.kind === 'incident' ? writeIncident(store, watched, verdict, now) : NOTHING),
          NOTHING,
        ),
      { concurrency: CONCURRENT_WRITES },
    );

  return async () => {
    const now = clock();
    const [{ state: before, version }, newestProbe, { watched: found, unreadable }, ages] = await Promise.all([
      memory.read(),
      findNewestProbe(),
      store.findDue(now),
      attempt(measureAges, {}),
    ]);
    const certain = await attempt(() => withCertainRefusals(found, before.manySilent, findKeyStates, now), found);
    const watched = certain.result;
    const fresh = watched.filter(({ pendingNotice }) => pendingNotice === undefined);
    const { state, probeAgeMs, isStalled } = await lookAtPlatform(before, newestProbe, fresh, now, store);
    const caughtUpTo = caughtUpAfter(before.caughtUpTo, {
      ...ages.result,
      ...(newestProbe !== undefined && { probeSentAt: newestProbe }),
    });
    const remembered = { ...state, ...(caughtUpTo !== undefined && { caughtUpTo }) };
    if ((await memory.write(remembered, version)) === 'overtaken') return { kind: 'overtaken' };
    const probe = await attempt(() => sendProbe(now), undefined);

    const pipeline = pipelineHealthOf(state, now);
    const judgements = fresh.map((one) => judge(one, pipeline, now));
    const platform = await attempt(() => tellOfPlatform(ports, remembered, version + 1), 0);
    const written = await writeIncidents(judgements, now);
    const { holes, failed, failures: holeFailures } = await storeHoles(ports, watched, state, now);
    const quiet = judgements.filter((one) => !failed.has(one.watched));
    const moved = await attempt(() => store.moveAll(quiet.flatMap(toMove)), undefined);
    const gone = judgements.flatMap(({ watched, verdict }) => (verdict.kind === 'gone' ? [watched] : []));
    const removed = await attempt(() => store.removeAll(gone), undefined);
    const pendingNotice = [
      ...watched.flatMap((one) => toOverdue(one, now)),
      ...written.flatMap(({ result }) => result.pendingNotice),
    ];
    const told = await attempt(() => tellPeople(ports, pendingNotice, pipeline, now), 0);
    const attempts = [ages, certain, probe, platform, ...written, moved, removed, told];
    const failures = attempts.reduce((sum, one) => sum + one.failures, unreadable + holeFailures);
    return {
      kind: 'watched',
      due: watched.length,
      ...countSilent(watched, pipeline, now),
      losingEvents: watched.filter((one) => isLosingEvents(one, now)).length,
      isStalled,
      areManySilent: isOpen(state.manySilent),
      probeAgeMs,
      holesStored: holes,
      incidentsWritten: written.filter(({ result }) => result.isWritten).length,
      noticesTold: platform.result + told.result,
      failures: failures + pendingNotice.length - told.result,
    };
  };
};

type Written = { readonly isWritten: boolean; readonly pendingNotice: readonly Pending[] };
const NOTHING: Written = { isWritten: false, pendingNotice: [] };

const writeIncident = async (
  store: WatchStore,
  watched: Watched,
  { incident, next, notice }: Extract<Judgement['verdict'], { kind: 'incident' }>,
  now: Instant,
): Promise<Written> => {
  const pendingNotice = notice && { notice, until: now + TELL_WITHIN_MS };
  const outcome = await store.writeIncident({
    watched,
    incident,
    checkAt: next,
    ...(pendingNotice && { pendingNotice }),
  });
  if (outcome === 'overtaken') return NOTHING;
  return { isWritten: true, pendingNotice: pendingNotice ? [{ watched, incident, pendingNotice }] : [] };
};

const toMove = ({ watched, verdict }: Judgement): readonly Move[] =>
  verdict.kind === 'all_quiet' ? [{ watched, to: verdict.next }] : [];

/** A run before stored these notices and did not tell them. */
const toOverdue = (watched: Watched, now: Instant): readonly Pending[] => {
  const { incident, pendingNotice } = watched;
  return incident && pendingNotice && pendingNotice.until <= now ? [{ watched, incident, pendingNotice }] : [];
};

const isLosingEvents = ({ evidence, policy: { pausedUntil = 0 }, isDeleted = false }: Watched, now: Instant): boolean =>
  !isDeleted && now >= pausedUntil && steadyLossAt(evidence.refusedShare, now) !== undefined;

const countSilent = (watched: readonly Watched[], pipeline: PipelineHealth, now: Instant) => {
  const severities = watched.flatMap((one) => {
    const { status } = judge(one, pipeline, now);
    return 'severity' in status ? [status.severity] : [];
  });
  const critical = severities.filter((severity) => severity === 'critical').length;
  return { silentCritical: critical, silentWarning: severities.length - critical };
};
