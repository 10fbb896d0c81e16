/** Integrations, their names and keys in memory, under the same conditions as the tables. */

import type { ApiKey } from '../../../shared/intake/api-key.ts';
import { type Integration, isListed, MAX_INTEGRATIONS, toNameKey } from '../../../shared/integrations/integration.ts';
import type {
  FindIntegration,
  FindKeys,
  IntegrationChange,
  SaveIntegration,
} from '../../../shared/integrations/integration-store.port.ts';
import type { PageOfIncidents, StretchOfSilence } from '../../../shared/integrations/list-incidents.ts';
import type { PageOfIntegrations } from '../../../shared/integrations/list-integrations.ts';
import type { WriteRevocation } from '../../../shared/integrations/revoke-key.ts';
import type { Evidence } from '../../../shared/silence/evidence.ts';
import type { FindEvidence } from '../../../shared/silence/integration-health.port.ts';

export type AdminStore = {
  readonly saveIntegration: SaveIntegration;
  readonly findIntegration: FindIntegration;
  readonly pageOfIntegrations: PageOfIntegrations;
  readonly findKeys: FindKeys;
  readonly writeRevocation: WriteRevocation;
  readonly findEvidence: FindEvidence;
  readonly pageOfIncidents: PageOfIncidents;
};

export type FakeAdminStore = AdminStore & {
  readonly evidence: Map<string, Evidence>;
  readonly incidents: Map<string, readonly StretchOfSilence[]>;
  readonly use: (keyId: string, lastUsedAt: number) => void;
  /** All that is stored, as text. */
  readonly dump: () => string;
};

export const createFakeAdminStore = (): FakeAdminStore => {
  const integrations = new Map<string, Integration>();
  const names = new Map<string, string>();
  const keys = new Map<string, ApiKey>();
  const evidence = new Map<string, Evidence>();
  const incidents = new Map<string, readonly StretchOfSilence[]>();

  const nameOf = ({ accountId, name, deletedAt }: Integration): string | undefined =>
    deletedAt === undefined ? `${accountId}#${toNameKey(name)}` : undefined;

  const refusalOf = ({ before, after, newKey, endedKeys = [] }: IntegrationChange) => {
    if (integrations.get(after.integrationId)?.revision !== before?.revision) return 'overtaken';
    const areKeysOurs = endedKeys.every(({ keyId }) => keys.get(keyId)?.integrationId === after.integrationId);
    if (!areKeysOurs || (newKey && keys.has(newKey.keyId))) return 'overtaken';
    const held = [...integrations.values()].filter((one) => one.accountId === after.accountId && !one.deletedAt);
    if (!before && held.length >= MAX_INTEGRATIONS) return 'too_many_integrations';
    const wanted = nameOf(after);
    const isNew = wanted !== undefined && wanted !== (before && nameOf(before));
    return isNew && names.has(wanted) ? 'name_taken' : undefined;
  };

  const writeKeys = ({
    after,
    newKey,
    followingKeyIds = [],
    endedKeys = [],
    forgottenKeyIds = [],
  }: IntegrationChange): void => {
    if (newKey) keys.set(newKey.keyId, newKey);
    for (const keyId of followingKeyIds) {
      const { acceptsFrom: _, ...key } = keys.get(keyId) ?? {};
      if ('keyId' in key)
        keys.set(keyId, { ...key, ...(after.acceptsFrom !== undefined && { acceptsFrom: after.acceptsFrom }) });
    }
    for (const { keyId, ...end } of endedKeys) {
      const key = keys.get(keyId);
      if (key) keys.set(keyId, { ...key, ...end });
    }
    for (const keyId of forgottenKeyIds) keys.delete(keyId);
  };

  return {
    evidence,
    incidents,
    use: (keyId, lastUsedAt) => {
      const key = keys.get(keyId);
      const seen = evidence.get(key?.integrationId ?? '') ?? {};
      if (key) evidence.set(key.integrationId, { ...seen, keyUses: { ...seen.keyUses, [keyId]: lastUsedAt } });
    },
    dump: () => JSON.stringify([[...integrations], [...names], [...keys], [...evidence]]),

    saveIntegration: async (change) => {
      const refusal = refusalOf(change);
      if (refusal) return refusal;
      const { before, after } = change;
      const [held, wanted] = [before && nameOf(before), nameOf(after)];
      if (held !== undefined) names.delete(held);
      if (wanted !== undefined) names.set(wanted, after.integrationId);
      integrations.set(after.integrationId, after);
      if (after.deletedAt === undefined) evidence.set(after.integrationId, evidence.get(after.integrationId) ?? {});
      else evidence.delete(after.integrationId);
      writeKeys(change);
      return 'saved';
    },
    findIntegration: async (integrationId) => integrations.get(integrationId),
    pageOfIntegrations: async (accountId, { limit, after = '' }) => {
      const own = [...integrations.values()]
        .filter((one) => one.accountId === accountId && isListed(one) && one.integrationId > after)
        .toSorted((a, b) => (a.integrationId < b.integrationId ? -1 : 1));
      const items = own.slice(0, limit);
      const last = items.at(-1);
      return { items, ...(own.length >= limit && last && { next: last.integrationId }) };
    },
    findKeys: async (keyIds) => keyIds.flatMap((keyId) => keys.get(keyId) ?? []),
    writeRevocation: async ({ integrationId, keyId }, revokedAt, revokedBy) => {
      const key = keys.get(keyId);
      if (key?.integrationId !== integrationId) return undefined;
      const end = { revokedAt, ...(revokedBy !== undefined && { revokedBy }) };
      const revoked = key.revokedAt !== undefined ? key : { ...key, ...end };
      keys.set(keyId, revoked);
      return revoked;
    },
    findEvidence: async (ids) => new Map([...evidence].filter(([integrationId]) => ids.includes(integrationId))),
    pageOfIncidents: async (integrationId, { limit, after }) => {
      const found = (incidents.get(integrationId) ?? [])
        .toSorted((a, b) => b.openedAt - a.openedAt)
        .filter(({ openedAt }) => after === undefined || openedAt < Date.parse(after));
      const items = found.slice(0, limit);
      const last = items.at(-1);
      return { items, ...(found.length > limit && last && { next: new Date(last.openedAt).toISOString() }) };
    },
  };
};
