/** What the keys of an integration add to the sentence about a refused one. */

import type { Instant } from '../core/instant.ts';
import { keyStateOf } from '../intake/api-key.ts';
import type { Evidence } from './evidence.ts';
import type { KnownKey } from './key-states.port.ts';
import type { StatusFacts } from './status-text.ts';

const NEVER: Instant = Number.NEGATIVE_INFINITY;

/**
 * A key that was made since the dead one and works is there already: another one would only be one more to lose. Nobody has
 * the text of an older one any more.
 */
export const keyFactsOf = (
  { refusal }: Evidence,
  keys: readonly KnownKey[],
  now: Instant,
): Pick<StatusFacts, 'keyDeadAt' | 'newKeyId'> => {
  const deadKey = keys.find(({ keyId }) => keyId === refusal?.keyId);
  const keyDeadAt = refusal?.reason === 'key_expired' ? deadKey?.expiresAt : deadKey?.revokedAt;
  const newKey = keys
    .filter((key) => keyStateOf(key, now) === 'active' && key.createdAt >= (deadKey?.createdAt ?? NEVER))
    .toSorted((a, b) => a.createdAt - b.createdAt)
    .at(-1);
  return { ...(keyDeadAt !== undefined && { keyDeadAt }), ...(newKey && { newKeyId: newKey.keyId }) };
};
