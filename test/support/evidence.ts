/** Evidence as record-chats could have written it, for properties. */

import fc from 'fast-check';
import type { EvidenceSinceCreation } from '../../shared/silence/evidence.ts';

export const CREATED = Date.parse('2026-11-02T08:00:00Z');

const later = fc.integer({ min: 0, max: 6 * 86_400 }).map((seconds) => CREATED + seconds * 1_000);
const refusal = fc.record({
  reason: fc.constantFrom('key_revoked' as const, 'key_expired' as const),
  keyId: fc.constantFrom('k-0001a', 'k-0002b'),
});

const refused = fc.record({ refusedAt: later, refusal });

export const evidence: fc.Arbitrary<EvidenceSinceCreation> = fc
  .record(
    {
      createdAt: fc.constant(CREATED),
      acceptedAt: later,
      chatEventAt: later,
      heartbeatAt: later,
      refused,
      refusedSince: later,
      invalidAt: later,
      invalidSince: later,
      installedAt: later,
      uninstalledAt: later,
      appVersion: fc.constant('1.4.0'),
    },
    { requiredKeys: ['createdAt'] },
  )
  .map(({ refused: both, ...rest }) => ({ ...rest, ...both }));
