/** Integrations of many accounts as the operations' store has them: a few of each kind in trouble, the others well. */

import type { OperationsStore } from '../../shared/operations/survey.port.ts';
import type { Surveyed } from '../../shared/operations/survey.ts';
import type { Evidence } from '../../shared/silence/evidence.ts';
import type { Incident } from '../../shared/silence/incident.ts';
import { DEFAULT_SILENCE_POLICY } from '../../shared/silence/silence-policy.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export const HOSTILE_NAME = `<img src=x onerror="window.wasRun=1"> ${'Kundenservice'.repeat(12)}`;

/** How many there are of each kind before all others are well. */
const TROUBLED = { uninstalled: 6, silent: 4, refused: 20, quiet: 14 } as const;
const PAUSED = 25;

type Many = { readonly count: number; readonly now: number };

export const manyIntegrations = ({ count, now }: Many): OperationsStore => {
  const all = Array.from({ length: count }, (_, index) => surveyedAt(index, count, now));
  const isPaused = (index: number): boolean => index >= count - PAUSED && count > PAUSED;
  const isTroubled = ({ incident }: Surveyed): boolean => incident !== undefined;
  const byId = new Map(all.map((one) => [one.integrationId, one]));
  const incidents = all
    .flatMap(({ integrationId, name, incident }) => (incident ? [{ integrationId, name, ...incident }] : []))
    .toSorted((a, b) => b.openedAt - a.openedAt);
  return {
    findPipelineMemory: async () => ({
      lastRunAt: now - 2 * MINUTE_MS,
      caughtUpTo: now - 3 * MINUTE_MS,
      ourOutages: [{ from: now - 9 * DAY_MS, until: now - 9 * DAY_MS + HOUR_MS }],
      probes: [],
      stall: { startedAt: now - 9 * DAY_MS, endedAt: now - 9 * DAY_MS + HOUR_MS },
    }),
    findNextLooks: async () =>
      all.flatMap((one, index) =>
        isPaused(index)
          ? []
          : [{ integrationId: one.integrationId, checkAt: isTroubled(one) ? now - MINUTE_MS : now + DAY_MS - index }],
      ),
    findListed: async () => all.map(({ integrationId }) => integrationId),
    findErasing: async () => [],
    readSurveyed: async (ids) => ids.flatMap((id) => byId.get(id) ?? []),
    pageOfIncidents: async ({ limit, after }) => {
      const start = after === undefined ? 0 : incidents.findIndex((one) => placeOf(one) === after) + 1;
      const items = incidents.slice(start, start + limit);
      const last = items.at(-1);
      return { items, ...(last && start + limit < incidents.length && { next: placeOf(last) }) };
    },
  };
};

const placeOf = ({ openedAt, integrationId }: { readonly openedAt: number; readonly integrationId: string }): string =>
  `${new Date(openedAt).toISOString()}#${integrationId}`;

const surveyedAt = (index: number, count: number, now: number): Surveyed => {
  const account = index === 3 ? 'operations' : `account${index % 400}`;
  const { incident, ...evidence } = troubleAt(index, now);
  return {
    integrationId: `${account}.${String(index).padStart(12, '0')}`,
    name: index === 0 ? HOSTILE_NAME : `Shop ${index}`,
    evidence: { createdAt: now - 90 * DAY_MS, ...evidence },
    policy: DEFAULT_SILENCE_POLICY,
    ...(index >= count - PAUSED && { pausedAt: now - DAY_MS }),
    ...(incident && { incident }),
  };
};

const troubleAt = (index: number, now: number): Evidence & { readonly incident?: Incident } => {
  const since = now - 30 * HOUR_MS - index * MINUTE_MS;
  const incident = { openedAt: since + 25 * HOUR_MS, silentFrom: since, keyNotices: {} };
  const { uninstalled, silent, refused, quiet } = TROUBLED;
  if (index < uninstalled) {
    const cause = 'app_uninstalled' as const;
    return {
      chatEventAt: since,
      uninstalledAt: since + HOUR_MS,
      incident: { ...incident, cause, severity: 'critical', announcedCause: cause },
    };
  }
  if (index < uninstalled + silent)
    return { chatEventAt: since, incident: { ...incident, cause: 'app_silent', severity: 'critical' } };
  if (index < uninstalled + silent + refused)
    return {
      chatEventAt: now - HOUR_MS,
      acceptedAt: now - HOUR_MS,
      refusedSince: now - 30 * MINUTE_MS,
      refusedAt: now - MINUTE_MS,
      refusal: { reason: 'key_revoked', keyId: `key${index}7f3k` },
      incident: { ...incident, cause: 'key_rejected', severity: 'warning' },
    };
  if (index < uninstalled + silent + refused + quiet)
    return {
      chatEventAt: since,
      heartbeatAt: now - MINUTE_MS,
      acceptedAt: now - MINUTE_MS,
      incident: { ...incident, cause: 'no_chats', severity: 'warning' },
    };
  return { chatEventAt: now - (index % 60) * MINUTE_MS, heartbeatAt: now - MINUTE_MS, acceptedAt: now - MINUTE_MS };
};
