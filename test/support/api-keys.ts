/** Builders of API keys: the text that the app sends, and what the store knows of it. */

import { type ApiKey, formatApiKey, hashApiKey, KEY_ID_BYTES, SECRET_BYTES } from '../../shared/intake/api-key.ts';
import { HOUR_MS, NOW } from './events.ts';
import { INTEGRATION } from './messages.ts';

/** Different numbers make different keys. */
export const apiKey = (
  number = 1,
  options: Partial<ApiKey> = {},
): { readonly text: string; readonly known: ApiKey } => {
  const { keyId, key } = formatApiKey(
    new Uint8Array(KEY_ID_BYTES).fill(number),
    new Uint8Array(SECRET_BYTES).fill(number + 1),
  );
  const known = {
    keyId,
    hash: hashApiKey(key),
    integrationId: INTEGRATION,
    accountId: 'demo',
    createdAt: NOW - 24 * HOUR_MS,
  };
  return { text: key, known: { ...known, ...options } };
};
