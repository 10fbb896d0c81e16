/** The monitor under a virtual clock, with everything around it in memory. */

import type { MeasureAges } from '../../shared/completeness/measured-ages.port.ts';
import type { KnownKey } from '../../shared/silence/key-states.port.ts';
import { createNoteEvidence } from '../../shared/silence/note-evidence.ts';
import type { NoticeMessage } from '../../shared/silence/notice-message.ts';
import { createWatchSilence, type WatchReport } from '../../shared/silence/watch-silence.ts';
import { createFakeMonitorMemory } from './fakes/monitor-memory.ts';
import { createWatchedIntegrations } from './fakes/watched-integrations.ts';
import { eventsMessage, refusalMessage } from './watch-messages.ts';

export type WatchedRun = Extract<WatchReport, { kind: 'watched' }>;

export const createWatchScene = (startAt: number) => {
  let now = startAt;
  let clockErrorMs = 0;
  let isCarrying = true;
  let arrivedProbe: number | undefined;
  let isTopicDown = false;
  let areKeysUnreadable = false;
  const keys = new Map<string, KnownKey>();
  let ages: Awaited<ReturnType<MeasureAges>> = {};
  let besidePublishing: (() => Promise<void>) | undefined;
  const integrations = createWatchedIntegrations();
  const memory = createFakeMonitorMemory();
  const notices: NoticeMessage[] = [];
  const errors: unknown[] = [];
  const onError = (error: unknown) => void errors.push(error);
  const note = createNoteEvidence({
    health: integrations.health,
    findCaughtUpTo: async () => (await memory.read()).state.caughtUpTo,
    onError,
  });
  const watch = createWatchSilence({
    store: integrations.store,
    memory,
    sendProbe: async (sentAt) => {
      if (isCarrying) arrivedProbe = sentAt;
    },
    // The probe of this run is still under way when the run looks.
    findNewestProbe: async () => arrivedProbe,
    findKeyStates: async (keyIds) => {
      if (areKeysUnreadable) throw new Error('The keys cannot be read.');
      return keyIds.flatMap((keyId) => keys.get(keyId) ?? []);
    },
    publish: async (some) => {
      if (isTopicDown) return new Set();
      await besidePublishing?.();
      notices.push(...some);
      return new Set(some.map(({ id }) => id));
    },
    measureAges: async () => ages,
    clock: () => now + clockErrorMs,
    onError,
  });

  return {
    integrations,
    memory,
    notices,
    errors,
    watch,
    note,
    now: () => now,
    at: (instant: number) => {
      now = instant;
    },
    setClockError: (errorMs: number) => {
      clockErrorMs = errorMs;
    },
    stall: (isStalled: boolean) => {
      isCarrying = !isStalled;
    },
    /** What waits, as AWS measures it. */
    measure: (measured: Awaited<ReturnType<MeasureAges>>) => {
      ages = measured;
    },
    addKey: (integrationId: string, key: KnownKey) => {
      keys.set(key.keyId, key);
      integrations.addKey(integrationId, key.keyId);
    },
    breakKeys: (areBroken: boolean) => {
      areKeysUnreadable = areBroken;
    },
    breakTopic: (isDown: boolean) => {
      isTopicDown = isDown;
    },
    /** What happens while a notice is on its way. */
    whilePublishing: (beside: (() => Promise<void>) | undefined) => {
      besidePublishing = beside;
    },
    chat: (integrationId: string) => note([eventsMessage(integrationId, now, 'chat.resolved')]),
    heartbeat: (integrationId: string) => note([eventsMessage(integrationId, now, 'app.heartbeat')]),
    uninstall: (integrationId: string) => note([eventsMessage(integrationId, now, 'app.uninstalled')]),
    install: (integrationId: string) => note([eventsMessage(integrationId, now, 'app.installed')]),
    refuse: (integrationId: string, keyId = 'k-1') => note([refusalMessage(integrationId, now, 'key_revoked', keyId)]),
    refuseEvents: (integrationId: string) => note([refusalMessage(integrationId, now, 'events_invalid', 'k-1')]),
    run: async (): Promise<WatchedRun> => {
      const report = await watch();
      if (report.kind !== 'watched') throw new Error('Another run was faster.');
      return report;
    },
  };
};

export type WatchScene = ReturnType<typeof createWatchScene>;
