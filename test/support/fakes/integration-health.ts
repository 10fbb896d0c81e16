/** The health items in memory, under the table's conditions: there, never backwards, at least one kind due. */

import type { ClaimsWrite } from '../../../shared/completeness/claims.port.ts';
import { changesState, EVIDENCE_KINDS, type Evidence } from '../../../shared/silence/evidence.ts';
import type { IntegrationHealth, KnownHealth, ShareWrite } from '../../../shared/silence/integration-health.port.ts';
import { SPARING_MS } from '../../../shared/silence/note-evidence.ts';
import { createOutage, type Outage } from './outage.ts';

export type FakeIntegrationHealth = IntegrationHealth & {
  /** What was asked to be written, in order. */
  readonly notes: readonly { readonly integrationId: string; readonly evidence: Evidence }[];
  readonly healthOf: (integrationId: string) => KnownHealth | undefined;
  readonly create: (integrationId: string, health?: Partial<KnownHealth>) => void;
  readonly erase: (integrationId: string) => void;
  readonly outage: Outage;
};

export const createFakeIntegrationHealth = (...integrationIds: readonly string[]): FakeIntegrationHealth => {
  const items = new Map<string, KnownHealth>();
  const notes: { integrationId: string; evidence: Evidence }[] = [];
  const outage = createOutage();
  const create: FakeIntegrationHealth['create'] = (integrationId, health) => {
    items.set(integrationId, { evidence: {}, isFlagged: false, ...health });
  };
  for (const integrationId of integrationIds) create(integrationId);

  return {
    notes,
    healthOf: (integrationId) => items.get(integrationId),
    create,
    erase: (integrationId) => {
      items.delete(integrationId);
    },
    outage,
    find: (integrationId) => outage.during(() => items.get(integrationId)),
    note: (integrationId, evidence, claims, share) =>
      outage.during(() => {
        notes.push({ integrationId, evidence });
        const health = items.get(integrationId);
        if (!health) return { kind: 'gone' };
        if (!isAccepted(evidence, health, claims, share)) return { kind: 'kept', health };
        const known = { ...health.evidence, ...evidence, ...(share && { refusedShare: share.share }) };
        const noted = { ...health, evidence: known, ...storedAfter(claims) };
        items.set(integrationId, noted);
        return { kind: 'noted', health: noted };
      }),
  };
};

const isAccepted = (
  evidence: Evidence,
  { evidence: written, isFlagged, stored }: KnownHealth,
  claims: ClaimsWrite | undefined,
  share: ShareWrite | undefined,
): boolean => {
  const isPrompt = isFlagged || changesState(evidence, written);
  const steps = EVIDENCE_KINDS.flatMap((kind) => {
    const at = evidence[kind];
    return at === undefined ? [] : [at - (written[kind] ?? Number.NEGATIVE_INFINITY)];
  });
  const isDue = claims !== undefined || share?.isDue === true || isPrompt || steps.some((step) => step >= SPARING_MS);
  const stands =
    (!claims || claims.replaces === stored?.version) && (!share || share.replaces === written.refusedShare?.version);
  return stands && steps.every((step) => step > 0) && isDue;
};

const storedAfter = (claims: ClaimsWrite | undefined) =>
  claims && { stored: { claims: claims.claims, version: (claims.replaces ?? 0) + 1 } };
