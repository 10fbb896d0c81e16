import type { Clock } from '../core/clock.ts';
import type { Instant } from '../core/instant.ts';
import type { ApiKey } from '../intake/api-key.ts';
import type { FindEvidence } from '../silence/integration-health.port.ts';
import { findOwn, type Ref } from './change-stored.ts';
import type { FindIntegration } from './integration-store.port.ts';
import { withLastUse } from './overview.ts';

/** Revokes a key of this integration and answers what is stored then; one that was revoked before keeps its instant and its revoker. */
export type WriteRevocation = (
  key: { readonly integrationId: string; readonly keyId: string },
  revokedAt: Instant,
  revokedBy: string | undefined,
) => Promise<ApiKey | undefined>;

export type RevokeKey = (ref: Ref, keyId: string) => Promise<ApiKey | undefined>;

type Ports = {
  readonly findIntegration: FindIntegration;
  readonly writeRevocation: WriteRevocation;
  readonly findEvidence: FindEvidence;
  readonly clock: Clock;
};

/** Takes effect within 60 s: receive-events remembers keys for that long. */
export const createRevokeKey =
  ({ findIntegration, writeRevocation, findEvidence, clock }: Ports): RevokeKey =>
  async (ref, keyId) => {
    const integration = await findOwn(ref, findIntegration);
    if (!integration?.keyIds.includes(keyId)) return undefined;
    const { integrationId } = integration;
    const key = await writeRevocation({ integrationId, keyId }, clock(), ref.by);
    return key && withLastUse(key, (await findEvidence([integrationId])).get(integrationId) ?? {});
  };
