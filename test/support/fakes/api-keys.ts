/** The API keys in memory. */

import type { ApiKey } from '../../../shared/intake/api-key.ts';
import type { FindKey } from '../../../shared/intake/look-up-key.ts';
import { KEY_USE_EVERY_MS, type WriteKeyUse } from '../../../shared/intake/note-key-use.ts';
import { createOutage, type Outage } from './outage.ts';

export type FakeApiKeys = {
  readonly findKey: FindKey;
  readonly writeKeyUse: WriteKeyUse;
  readonly put: (key: ApiKey) => void;
  /** The ids that were looked up, in order. */
  readonly lookUps: readonly string[];
  readonly uses: readonly { readonly keyId: string; readonly usedAt: number }[];
  readonly outage: Outage;
};

export const createFakeApiKeys = (...known: readonly ApiKey[]): FakeApiKeys => {
  const keys = new Map(known.map((key) => [key.keyId, key]));
  const lookUps: string[] = [];
  const uses: { keyId: string; usedAt: number }[] = [];
  const outage = createOutage();
  return {
    put: (key) => {
      keys.set(key.keyId, key);
    },
    lookUps,
    uses,
    outage,
    findKey: (keyId) => {
      lookUps.push(keyId);
      return outage.during(() => keys.get(keyId));
    },
    writeKeyUse: (keyId, usedAt) => {
      uses.push({ keyId, usedAt });
      return outage.during(() => {
        const key = keys.get(keyId);
        if (!key || (key.lastUsedAt !== undefined && key.lastUsedAt > usedAt - KEY_USE_EVERY_MS)) return;
        keys.set(keyId, { ...key, lastUsedAt: usedAt });
      });
    },
  };
};
