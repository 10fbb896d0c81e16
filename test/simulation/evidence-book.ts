/** What was really received from each integration, and whether the health items tell the same. */

import { EVIDENCE_KINDS } from '../../shared/attributes.ts';
import type { RefusalReason } from '../../shared/intake/queue-message.ts';
import type { EvidenceKind } from '../../shared/silence/evidence.ts';
import { SPARING_MS } from '../../shared/silence/evidence-write.ts';
import type { HealthWrite } from '../../shared/silence/integration-health.port.ts';
import type { IntegrationsTable } from './integrations-table.ts';
import type { Shown } from './truth.ts';
import type { World } from './world.ts';

export type EvidenceBook = {
  readonly onReceived: (integrationId: string, as: 'events' | RefusalReason, shows: Shown, at: number) => void;
  /** Evidence is only ever of something that this integration sent. */
  readonly onWrite: (write: HealthWrite) => void;
  /** A refusal is its evidence: none is lost, but for what is too early after the last one. */
  readonly checkRefusals: (integrations: IntegrationsTable) => void;
  /** After a while of peace all shows at once. */
  readonly checkSignOfLife: (integrations: IntegrationsTable, integrationId: string, since: number) => void;
};

export const createEvidenceBook = (world: World): EvidenceBook => {
  const received = new Map<string, Map<EvidenceKind, Set<number>>>();

  const add = (integrationId: string, kind: EvidenceKind, at: number): void => {
    const kinds = received.get(integrationId) ?? new Map<EvidenceKind, Set<number>>();
    received.set(integrationId, kinds.set(kind, (kinds.get(kind) ?? new Set<number>()).add(at)));
  };

  return {
    onReceived: (integrationId, as, shows, at) => {
      for (const kind of kindsOf(as, shows)) add(integrationId, kind, at);
    },
    onWrite: ({ integrationId, before, after }) => {
      for (const kind of EVIDENCE_KINDS) {
        const at = after[kind];
        if (at === undefined || at === before[kind] || received.get(integrationId)?.get(kind)?.has(at)) continue;
        world.fail(`${kind} ${at} is noted for ${integrationId}, which sent nothing of that kind then`);
      }
    },
    checkRefusals: (integrations) => {
      for (const [integrationId, kinds] of received) {
        const evidence = integrations.evidenceOf(integrationId);
        if (!evidence) continue;
        for (const kind of ['refusedAt', 'invalidAt'] as const) {
          const last = Math.max(...(kinds.get(kind) ?? []));
          if (last - (evidence[kind] ?? Number.NEGATIVE_INFINITY) < SPARING_MS) continue;
          if (Number.isFinite(last)) world.fail(`${kind} ${last} of ${integrationId} was never noted`);
        }
      }
    },
    checkSignOfLife: (integrations, integrationId, since) => {
      const evidence = integrations.evidenceOf(integrationId);
      for (const kind of ['acceptedAt', 'chatEventAt', 'heartbeatAt'] as const) {
        if ((evidence?.[kind] ?? 0) < since) world.fail(`${integrationId} lives, and its ${kind} does not show it`);
      }
    },
  };
};

const kindsOf = (as: 'events' | RefusalReason, { chatEvent, heartbeat }: Shown): readonly EvidenceKind[] => {
  if (as === 'events_invalid') return ['invalidAt'];
  if (as !== 'events') return ['refusedAt'];
  return [
    'acceptedAt',
    ...(chatEvent ? (['chatEventAt'] as const) : []),
    ...(heartbeat ? (['heartbeatAt'] as const) : []),
  ];
};
