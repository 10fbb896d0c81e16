/** The Integrations table in memory, from both sides: the recorder notes evidence, the monitor looks and writes. */

import type { StoredClaims } from '../../../shared/completeness/claims.port.ts';
import type { Hole } from '../../../shared/completeness/hole.ts';
import { changesState, EVIDENCE_KINDS, type Evidence, joinEvidence } from '../../../shared/silence/evidence.ts';
import type { Incident } from '../../../shared/silence/incident.ts';
import type { IntegrationHealth, KnownHealth } from '../../../shared/silence/integration-health.port.ts';
import { SPARING_MS } from '../../../shared/silence/note-evidence.ts';
import { DEFAULT_SILENCE_POLICY, type SilencePolicy } from '../../../shared/silence/silence-policy.ts';
import type { PendingNotice, Watched, WatchStore } from '../../../shared/silence/watch-store.port.ts';

type Row = {
  readonly createdAt: number;
  policy: SilencePolicy;
  evidence: Evidence;
  refusedSince?: number;
  invalidSince?: number;
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
    find: async (integrationId) => {
      const row = rows.get(integrationId);
      return row && healthOf(row);
    },
    note: async (integrationId, evidence, claims) => {
      const row = rows.get(integrationId);
      if (!row) return { kind: 'gone' };
      const isFlagged = row.flaggedAt !== undefined;
      const isDue = claims
        ? claims.replaces === row.stored?.version
        : isFlagged || changesState(evidence, row.evidence) || isWorthWriting(row.evidence, evidence);
      const moves = EVIDENCE_KINDS.every(
        (kind) => evidence[kind] === undefined || evidence[kind] > (row.evidence[kind] ?? Number.NEGATIVE_INFINITY),
      );
      if (!moves || !isDue) return { kind: 'kept', health: healthOf(row) };
      noteStreaks(row, evidence);
      row.evidence = joinEvidence(row.evidence, evidence);
      const badAt = Math.max(evidence.refusedAt ?? 0, evidence.invalidAt ?? 0, evidence.uninstalledAt ?? 0);
      if (badAt > 0) row.checkAt = badAt;
      if (claims) {
        row.stored = { claims: claims.claims, version: (claims.replaces ?? 0) + 1 };
        if (claims.hasNewGap) row.checkAt = evidence.acceptedAt ?? 0;
      }
      return { kind: 'noted', health: healthOf(row) };
    },
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

/** Whether some kind is new, or old enough to be written again. */
const isWorthWriting = (written: Evidence, evidence: Evidence): boolean =>
  EVIDENCE_KINDS.some((kind) => {
    const at = evidence[kind];
    return at !== undefined && at - (written[kind] ?? Number.NEGATIVE_INFINITY) >= SPARING_MS;
  });

const noteStreaks = (row: Row, { acceptedAt, refusedAt, invalidAt }: Evidence): void => {
  if (acceptedAt !== undefined && (refusedAt ?? 0) <= acceptedAt) delete row.refusedSince;
  if (acceptedAt !== undefined && (invalidAt ?? 0) <= acceptedAt) delete row.invalidSince;
  if (refusedAt !== undefined && (acceptedAt ?? 0) < refusedAt) {
    row.refusedSince = acceptedAt === undefined ? (row.refusedSince ?? refusedAt) : refusedAt;
  }
  if (invalidAt !== undefined && (acceptedAt ?? 0) < invalidAt) {
    row.invalidSince = acceptedAt === undefined ? (row.invalidSince ?? invalidAt) : invalidAt;
  }
};

const toWatched = (integrationId: string, row: Row): Watched => {
  return {
    integrationId,
    checkAt: row.checkAt ?? 0,
    policy: row.policy,
    ...(row.isDeleted && { isDeleted: true }),
    evidence: {
      ...row.evidence,
      createdAt: row.createdAt,
      ...(row.refusedSince !== undefined && { refusedSince: row.refusedSince }),
      ...(row.invalidSince !== undefined && { invalidSince: row.invalidSince }),
    },
    ...(row.incident && { incident: row.incident }),
    ...(row.pendingNotice && { pendingNotice: row.pendingNotice }),
    ...(row.stored && { stored: row.stored }),
  };
};
