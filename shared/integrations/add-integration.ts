import type { Clock } from '../core/clock.ts';
import { formatIntegrationId, INTEGRATION_ID_BYTES } from '../core/integration-id.ts';
import type { SilencePolicy } from '../silence/silence-policy.ts';
import type { CheckFreshchat } from './check-freshchat.ts';
import type { FreshchatCheck } from './freshchat-check.ts';
import type { FreshchatDomain } from './freshchat-domain.ts';
import type { Integration } from './integration.ts';
import type { SaveIntegration } from './integration-store.port.ts';
import type { EncryptSecret } from './secrets/secret-encryption.port.ts';

export type NewIntegration = {
  readonly accountId: string;
  /** Who asks: the subject of the token. */
  readonly by?: string;
  readonly name: string;
  readonly freshchatDomain: FreshchatDomain;
  /** In clear; it is stored encrypted. */
  readonly freshchatKey: string;
  readonly silencePolicy?: SilencePolicy;
  /** Whether to ask Freshchat before saving. */
  readonly isVerified: boolean;
};

export type Creation =
  | { readonly kind: 'created'; readonly integration: Integration }
  | { readonly kind: 'name_taken' | 'too_many_integrations' }
  | { readonly kind: 'not_verified'; readonly check: FreshchatCheck };

export type AddIntegration = (wanted: NewIntegration) => Promise<Creation>;

type Ports = {
  readonly saveIntegration: SaveIntegration;
  readonly checkFreshchat: CheckFreshchat;
  readonly encryptSecret: EncryptSecret;
  readonly randomBytes: (count: number) => Uint8Array;
  readonly clock: Clock;
};

export const createAddIntegration =
  ({ saveIntegration, checkFreshchat, encryptSecret, randomBytes, clock }: Ports): AddIntegration =>
  async ({ accountId, by, name, freshchatDomain, freshchatKey, silencePolicy, isVerified }) => {
    const check = isVerified ? await checkFreshchat(freshchatDomain, freshchatKey) : undefined;
    if (check && check.outcome !== 'ok') return { kind: 'not_verified', check };
    const integrationId = formatIntegrationId(accountId, randomBytes(INTEGRATION_ID_BYTES));
    const createdAt = clock();
    const integration: Integration = {
      integrationId,
      accountId,
      name,
      template: 'freshchat',
      freshchatDomain,
      freshchatKey: await encryptSecret(freshchatKey, { accountId, integrationId, purpose: 'freshchat-api-key' }),
      ...(silencePolicy && { silencePolicy }),
      keyIds: [],
      version: 1,
      revision: 1,
      createdAt,
      ...(by !== undefined && { createdBy: by }),
    };
    const outcome = await saveIntegration({ after: integration, checkAt: createdAt });
    // Ids of 71 random bits do not meet: who overtook us is our own first attempt, whose answer was lost.
    return outcome === 'saved' || outcome === 'overtaken' ? { kind: 'created', integration } : { kind: outcome };
  };
