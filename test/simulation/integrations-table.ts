/** The health items of the Integrations table in memory, with the condition of the real one. */

import { changesState, EVIDENCE_KINDS, type Evidence, joinEvidence } from '../../shared/silence/evidence.ts';
import type { IntegrationHealth, KnownHealth } from '../../shared/silence/integration-health.port.ts';
import { SPARING_MS } from '../../shared/silence/note-evidence.ts';
import type { Environment } from './environment.ts';

export type IntegrationsTable = {
  readonly port: (environment: Environment) => IntegrationHealth;
  readonly evidenceOf: (integrationId: string) => Evidence | undefined;
  readonly remove: (integrationId: string) => void;
};

export const createIntegrationsTable = (
  integrationIds: readonly string[],
  onNote: (integrationId: string, evidence: Evidence) => void,
): IntegrationsTable => {
  const items = new Map<string, KnownHealth>(integrationIds.map((id) => [id, { evidence: {}, isFlagged: false }]));
  return {
    port: ({ call }) => ({
      find: (integrationId) =>
        call(
          'integrations',
          () => `FIND ${integrationId}`,
          () => items.get(integrationId),
        ),
      note: (integrationId, evidence, _claims, share) =>
        call(
          'integrations',
          () => `NOTE ${integrationId} ${JSON.stringify(evidence)}`,
          () => {
            onNote(integrationId, evidence);
            const health = items.get(integrationId);
            if (!health) return { kind: 'gone' };
            const { refusedShare } = health.evidence;
            const isOvertaken = share && share.replaces !== refusedShare?.version;
            if (isOvertaken || !isWorthIt(evidence, health, share?.isDue)) return { kind: 'kept', health };
            const after = share?.share ?? refusedShare;
            const noted = {
              ...health,
              evidence: { ...joinEvidence(health.evidence, evidence), ...(after && { refusedShare: after }) },
            };
            items.set(integrationId, noted);
            return { kind: 'noted', health: noted };
          },
        ),
    }),
    evidenceOf: (integrationId) => items.get(integrationId)?.evidence,
    remove: (integrationId) => void items.delete(integrationId),
  };
};

/** Nothing moves backwards, and at least one instant is due. */
const isWorthIt = (evidence: Evidence, { evidence: written, isFlagged }: KnownHealth, isDue = false): boolean => {
  const advances = EVIDENCE_KINDS.flatMap((kind) => {
    const at = evidence[kind];
    return at === undefined ? [] : [at - (written[kind] ?? Number.NEGATIVE_INFINITY)];
  });
  const isPrompt = isDue || isFlagged || changesState(evidence, written);
  return advances.every((ms) => ms > 0) && (isPrompt || advances.some((ms) => ms >= SPARING_MS));
};
