/** Asks Freshchat with the stored key, and tells when the app was last heard of: both ends of the connection. */

import type { Clock } from '../core/clock.ts';
import type { Instant } from '../core/instant.ts';
import { lastSignOfLife } from '../silence/evidence.ts';
import type { FindEvidence } from '../silence/integration-health.port.ts';
import { findOwn, type Ref } from './change-stored.ts';
import type { CheckFreshchat } from './check-freshchat.ts';
import type { FreshchatCheck } from './freshchat-check.ts';
import type { FindIntegration } from './integration-store.port.ts';
import type { DecryptSecret } from './secrets/secret-encryption.port.ts';

export type Verification =
  | {
      readonly kind: 'checked';
      readonly check: FreshchatCheck;
      readonly checkedAt: Instant;
      readonly lastSeenAt?: Instant;
    }
  /** Never entered, wiped with a change of the domain, or unreadable here: the remedy is the same. */
  | { readonly kind: 'no_key' }
  | { readonly kind: 'not_found' };

export type VerifyConnection = (ref: Ref) => Promise<Verification>;

type Ports = {
  readonly findIntegration: FindIntegration;
  readonly findEvidence: FindEvidence;
  readonly decryptSecret: DecryptSecret;
  readonly checkFreshchat: CheckFreshchat;
  readonly clock: Clock;
};

export const createVerifyConnection =
  ({ findIntegration, findEvidence, decryptSecret, checkFreshchat, clock }: Ports): VerifyConnection =>
  async (ref) => {
    const integration = await findOwn(ref, findIntegration);
    if (!integration) return { kind: 'not_found' };
    const { accountId, integrationId, freshchatDomain, freshchatKey } = integration;
    if (freshchatDomain === undefined || freshchatKey === undefined) return { kind: 'no_key' };
    const secret = await decryptSecret(freshchatKey, { accountId, integrationId, purpose: 'freshchat-api-key' });
    if (secret.outcome === 'not_decryptable') return { kind: 'no_key' };
    const [check, evidence] = await Promise.all([
      checkFreshchat(freshchatDomain, secret.plaintext),
      findEvidence([integrationId]),
    ]);
    const lastSeenAt = lastSignOfLife(evidence.get(integrationId) ?? {});
    return { kind: 'checked', check, checkedAt: clock(), ...(lastSeenAt !== undefined && { lastSeenAt }) };
  };
