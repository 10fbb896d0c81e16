/** The Integrations table in memory, from both sides: the recorder notes evidence, the monitor looks and writes. */

import type { StoredClaims } from '../../../shared/completeness/claims.port.ts';
import type { Hole } from '../../../shared/completeness/hole.ts';
import type { Evidence } from '../../../shared/silence/evidence.ts';
import type { Incident } from '../../../shared/silence/incident.ts';
import type { IntegrationHealth, KnownHealth } from '../../../shared/silence/integration-health.port.ts';
import { DEFAULT_SILENCE_POLICY, type SilencePolicy } from '../../../shared/silence/silence-policy.ts';
import type { PendingNotice, Watched, WatchStore } from '../../../shared/silence/watch-store.port.ts';
import { healthAfter, stillStands } from './health-condition.ts';

type Row = {
  readonly createdAt: number;
  policy: SilencePolicy;
  keyIds?: readonly string[];
  evidence: Evidence;
  checkAt?: number;
  isWatched: boolean;
  isDeleted?: boolean;
  flaggedAt?: number;
  incident?: Incident;
  pendingNotice?: PendingNotice;
  stored?: StoredClaims;
  readonly holes: Hole[];
};

export const createWatchedIntegrations = () => {
  const rows = new Map<string, Row>();

  const health: IntegrationHealth = {
    find: async (some) => new Map([...rows].flatMap(([id, row]) => (some.includes(id) ? [[id, healthOf(row)]] : []))),
    write: async (writes) =>
      writes.map((write) => {
        const row = rows.get(write.integrationId);
        if (!row || !stillStands(write, row)) return 'overtaken';
        const { evidence, stored } = healthAfter(healthOf(row), write);
        row.evidence = evidence;
        if (stored) row.stored = stored;
        if (write.lookAt !== undefined) row.checkAt = write.lookAt;
        return 'written';
      }),
  };

  const store: WatchStore = {
    findDue: async (now) => ({
      watched: [...rows].flatMap(([integrationId, row]) =>
        row.isWatched && row.checkAt !== undefined && row.checkAt <= now ? [toWatched(integrationId, row)] : [],
      ),
      unreadable: 0,
    }),
    moveAll: async (moves) => {
      for (const { watched, to } of moves) {
        const row = rows.get(watched.integrationId);
        if (!row || row.checkAt !== watched.checkAt) continue;
        if (to === 'never') {
          row.isWatched = false;
          delete row.checkAt;
        } else row.checkAt = to;
      }
    },
    removeAll: async (deleted) => {
      for (const { integrationId, checkAt } of deleted) {
        if (rows.get(integrationId)?.checkAt === checkAt) rows.delete(integrationId);
      }
    },
    noteTold: async (told) => {
      for (const { integrationId, pendingNotice } of told) {
        const row = rows.get(integrationId);
        if (row?.pendingNotice?.until === pendingNotice.until) delete row.pendingNotice;
      }
    },
    writeIncident: async ({ watched, incident, checkAt, pendingNotice }) => {
      const row = rows.get(watched.integrationId);
      const seenAt = watched.evidence.chatEventAt;
      if (!row || row.checkAt !== watched.checkAt || row.evidence.chatEventAt !== seenAt) return 'overtaken';
      row.incident = incident;
      row.checkAt = checkAt;
      if (pendingNotice) row.pendingNotice = pendingNotice;
      if (incident.closedAt === undefined) row.flaggedAt ??= incident.openedAt;
      else delete row.flaggedAt;
      return 'written';
    },
    writeHoles: async ({ watched, holes, claims, replaces }) => {
      const row = rows.get(watched.integrationId);
      if (!row || row.stored?.version !== replaces) return 'overtaken';
      row.stored = { claims, version: replaces + 1 };
      row.holes.push(...holes);
      return 'written';
    },
    findActive: async () => [...rows].flatMap(([id, { isWatched }]) => (isWatched ? [id] : [])),
    findEvidence: async (ids) =>
      new Map(ids.flatMap((id) => [rows.get(id)].flatMap((row) => (row ? [[id, row.evidence] as const] : [])))),
    findNames: async (ids) => new Map(ids.map((id) => [id, `Name of ${id}`])),
  };

  return {
    health,
    store,
    rows,
    add: (integrationId: string, createdAt: number, policy: SilencePolicy = DEFAULT_SILENCE_POLICY) =>
      rows.set(integrationId, { createdAt, policy, evidence: {}, checkAt: createdAt, isWatched: true, holes: [] }),
    /** As manage-integrations does: the new policy, and a look at once. */
    setPolicy: (integrationId: string, policy: SilencePolicy, now: number) => {
      const row = rows.get(integrationId);
      if (row) Object.assign(row, { policy, checkAt: now, isWatched: true });
    },
    addKey: (integrationId: string, keyId: string) => {
      const row = rows.get(integrationId);
      if (row) row.keyIds = [...(row.keyIds ?? []), keyId];
    },
    /** As manage-integrations does: a last look. */
    delete: (integrationId: string, now: number) => {
      const row = rows.get(integrationId);
      if (row) Object.assign(row, { isDeleted: true, checkAt: now, isWatched: true });
    },
    /** It is gone, whatever it was. */
    remove: (integrationId: string) => rows.delete(integrationId),
    nextLookAt: (): number => Math.min(...[...rows.values()].flatMap(({ checkAt }) => checkAt ?? [])),
  };
};

const healthOf = ({ evidence, flaggedAt, stored }: Row): KnownHealth => ({
  evidence,
  isFlagged: flaggedAt !== undefined,
  ...(stored && { stored }),
});

const toWatched = (integrationId: string, row: Row): Watched => {
  return {
    integrationId,
    checkAt: row.checkAt ?? 0,
    policy: row.policy,
    ...(row.keyIds && { keyIds: row.keyIds }),
    ...(row.isDeleted && { isDeleted: true }),
    evidence: { ...row.evidence, createdAt: row.createdAt },
    ...(row.incident && { incident: row.incident }),
    ...(row.pendingNotice && { pendingNotice: row.pendingNotice }),
    ...(row.stored && { stored: row.stored }),
  };
};
