/** The API keys in memory. */

import type { ApiKey } from '../../../shared/intake/api-key.ts';
import type { FindKey } from '../../../shared/intake/look-up-key.ts';
import { createOutage, type Outage } from './outage.ts';

export type FakeApiKeys = {
  readonly findKey: FindKey;
  readonly put: (key: ApiKey) => void;
  /** The ids that were looked up, in order. */
  readonly lookUps: readonly string[];
  readonly outage: Outage;
};

export const createFakeApiKeys = (...known: readonly ApiKey[]): FakeApiKeys => {
  const keys = new Map(known.map((key) => [key.keyId, key]));
  const lookUps: string[] = [];
  const outage = createOutage();
  return {
    put: (key) => {
      keys.set(key.keyId, key);
    },
    lookUps,
    outage,
    findKey: (keyId) => {
      lookUps.push(keyId);
      return outage.during(() => keys.get(keyId));
    },
  };
};
