/** The condition of a write of the health item, as the table checks it. */

import { EVIDENCE_KINDS } from '../../../shared/attributes.ts';
import type { StoredClaims } from '../../../shared/completeness/claims.port.ts';
import type { Evidence } from '../../../shared/silence/evidence.ts';
import type { HealthWrite, KnownHealth } from '../../../shared/silence/integration-health.port.ts';

const COMPARED = [...EVIDENCE_KINDS, 'refusedSince', 'invalidSince', 'refusedShareVersion'] as const;

type Standing = { readonly evidence: Evidence; readonly stored?: StoredClaims };

export const stillStands = ({ before, claims }: HealthWrite, { evidence, stored }: Standing): boolean =>
  COMPARED.every((name) => before[name] === evidence[name]) && (!claims || claims.replaces === stored?.version);

export const healthAfter = (known: KnownHealth, { after, claims }: HealthWrite): KnownHealth => ({
  ...known,
  evidence: after,
  ...(claims && { stored: { claims: claims.claims, version: (claims.replaces ?? 0) + 1 } }),
});
