import type { Clock } from '../core/clock.ts';
import type { Instant } from '../core/instant.ts';
import { keyStateOf } from '../intake/api-key.ts';
import type { SilencePolicy } from '../silence/silence-policy.ts';
import { changeStored, type Decision, findOwn, nextVersion, type Ref, type StorePorts } from './change-stored.ts';
import type { CheckFreshchat } from './check-freshchat.ts';
import type { FreshchatCheck } from './freshchat-check.ts';
import type { FreshchatDomain } from './freshchat-domain.ts';
import type { Integration } from './integration.ts';
import type { FindKeys } from './integration-store.port.ts';
import type { EncryptSecret } from './secrets/secret-encryption.port.ts';

export type WantedSettings = {
  /** The version that the administrator saw. */
  readonly version: number;
  readonly name?: string;
  /** Another domain wipes the Freshchat key, unless a new one comes along: it must not be sent to a new address. */
  readonly freshchatDomain?: FreshchatDomain;
  readonly freshchatKey?: string;
  /** `null`: back to the default. */
  readonly silencePolicy?: SilencePolicy | null;
  /** `null`: the backfill is over. */
  readonly acceptsFrom?: Instant | null;
  readonly isVerified: boolean;
};

type Refusal =
  | { readonly kind: 'version_conflict' }
  /** A Freshchat key, but no domain to use it at. */
  | { readonly kind: 'domain_missing' }
  | { readonly kind: 'not_verified'; readonly check: FreshchatCheck };

export type SettingsChange =
  | { readonly kind: 'changed'; readonly integration: Integration }
  | Refusal
  | { readonly kind: 'not_found' | 'name_taken' };

export type ChangeIntegration = (ref: Ref, wanted: WantedSettings) => Promise<SettingsChange>;

type Ports = StorePorts & {
  readonly checkFreshchat: CheckFreshchat;
  readonly encryptSecret: EncryptSecret;
  readonly findKeys: FindKeys;
  readonly clock: Clock;
};

export const createChangeIntegration = (ports: Ports): ChangeIntegration => {
  const { findIntegration, findKeys, checkFreshchat, encryptSecret, clock } = ports;

  const decide = async (before: Integration, wanted: WantedSettings): Promise<Decision<SettingsChange>> => {
    if (wanted.version !== before.version) return { answer: { kind: 'version_conflict' } };
    const domain = wanted.freshchatDomain ?? before.freshchatDomain;
    const key = wanted.freshchatKey;
    if (key !== undefined) {
      const refusal = await refusalOf(domain, key, wanted.isVerified);
      if (refusal) return { answer: refusal };
    }
    const freshchatKey = await keyAfter(before, wanted);
    const after = { ...applySettings(before, wanted), ...(freshchatKey !== undefined && { freshchatKey }) };
    const followingKeyIds = after.acceptsFrom === before.acceptsFrom ? [] : await activeKeyIds(before);
    return { change: { after, followingKeyIds, checkAt: clock() }, answer: { kind: 'changed', integration: after } };
  };

  /** Dead keys let nothing in, and stay dead. */
  const activeKeyIds = async ({ keyIds }: Integration): Promise<readonly string[]> =>
    (await findKeys(keyIds)).filter((key) => keyStateOf(key, clock()) === 'active').map(({ keyId }) => keyId);

  const refusalOf = async (
    domain: string | undefined,
    key: string,
    isVerified: boolean,
  ): Promise<Refusal | undefined> => {
    if (domain === undefined) return { kind: 'domain_missing' };
    const check = isVerified ? await checkFreshchat(domain, key) : undefined;
    return check && check.outcome !== 'ok' ? { kind: 'not_verified', check } : undefined;
  };

  const keyAfter = async (before: Integration, wanted: WantedSettings): Promise<string | undefined> => {
    const { accountId, integrationId } = before;
    if (wanted.freshchatKey !== undefined) {
      return encryptSecret(wanted.freshchatKey, { accountId, integrationId, purpose: 'freshchat-api-key' });
    }
    const staysThere = wanted.freshchatDomain === undefined || wanted.freshchatDomain === before.freshchatDomain;
    return staysThere ? before.freshchatKey : undefined;
  };

  return (ref, wanted) =>
    changeStored<SettingsChange>(
      ports,
      () => findOwn(ref, findIntegration),
      (before) => decide(before, wanted),
    );
};

/** All but the Freshchat key. */
const applySettings = (before: Integration, wanted: WantedSettings): Integration => {
  const { freshchatKey: _key, silencePolicy: policyBefore, acceptsFrom: acceptsBefore, ...rest } = before;
  const acceptsFrom = wanted.acceptsFrom === undefined ? acceptsBefore : wanted.acceptsFrom;
  const silencePolicy = wanted.silencePolicy === undefined ? policyBefore : wanted.silencePolicy;
  return {
    ...rest,
    ...nextVersion(before),
    ...(wanted.name !== undefined && { name: wanted.name }),
    ...(wanted.freshchatDomain !== undefined && { freshchatDomain: wanted.freshchatDomain }),
    ...(silencePolicy && { silencePolicy }),
    ...(typeof acceptsFrom === 'number' && { acceptsFrom }),
  };
};
