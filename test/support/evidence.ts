/** Evidence as record-chats could have written it, for properties. */

import fc from 'fast-check';
import type { Evidence } from '../../shared/domain/known-evidence.ts';

export const CREATED = Date.parse('2026-11-02T08:00:00Z');

const later = fc.integer({ min: 0, max: 6 * 86_400 }).map((seconds) => CREATED + seconds * 1_000);
const refusal = fc.record({
  at: later,
  reason: fc.constantFrom('key_revoked' as const, 'key_expired' as const),
  keyId: fc.constantFrom('k-0001a', 'k-0002b'),
});

export const evidence: fc.Arbitrary<Evidence> = fc.record(
  {
    createdAt: fc.constant(CREATED),
    lastAcceptedAt: later,
    lastChatEventAt: later,
    lastHeartbeatAt: later,
    refusal,
    refusedSince: later,
    invalidAt: later,
    invalidSince: later,
    appInstalledAt: later,
    appUninstalledAt: later,
    appVersion: fc.constant('1.4.0'),
  },
  { requiredKeys: ['createdAt'] },
);
