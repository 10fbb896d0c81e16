import type { Clock } from '../core/clock.ts';
import { type ApiKey, checkApiKey, type KeyRefusal, parseApiKey } from './api-key.ts';
import type { LookUpKey } from './look-up-key.ts';

export type Authentication =
  | { readonly kind: 'authenticated'; readonly key: ApiKey; readonly isStale: boolean }
  /** `key` is set when its secret matched: then we know whose app is knocking with a dead key. */
  | { readonly kind: 'refused'; readonly reason: 'key_missing' | 'key_malformed' | KeyRefusal; readonly key?: ApiKey };

const BEARER = /^Bearer +(\S+) *$/i;
/** An empty header, or the scheme alone: somebody forgot to paste. */
const NOTHING = /^\s*(?:Bearer\s*)?$/i;

/** Reads the Authorization header. Rejects only when the keys cannot be looked up. */
export type Authenticate = (authorization: string | undefined) => Promise<Authentication>;

export const createAuthenticate =
  ({ lookUpKey, clock }: { lookUpKey: LookUpKey; clock: Clock }): Authenticate =>
  async (authorization) => {
    if (authorization === undefined || NOTHING.test(authorization)) return { kind: 'refused', reason: 'key_missing' };
    const presented = BEARER.exec(authorization)?.[1] ?? '';
    const parsed = parseApiKey(presented);
    if (!parsed) return { kind: 'refused', reason: 'key_malformed' };
    const { key, isStale } = await lookUpKey(parsed.keyId);
    const check = checkApiKey(presented, key, clock());
    if (check === 'valid')
      return key ? { kind: 'authenticated', key, isStale } : { kind: 'refused', reason: 'key_unknown' };
    return { kind: 'refused', reason: check, ...(key && check !== 'key_unknown' && { key }) };
  };
