import { expect, it } from 'vitest';
import {
  createLocalDecrypt,
  createLocalEncrypt,
  SecretSizeError,
} from '../../shared/integrations/secrets/secret-encryption.local.ts';
import { cipherContract } from './cipher.contract.ts';

const cipherOf = (key: Uint8Array) => ({ encrypt: createLocalEncrypt(key), decrypt: createLocalDecrypt(key) });

cipherContract('the local cipher', () => ({
  cipher: cipherOf(new Uint8Array(32).fill(1)),
  other: cipherOf(new Uint8Array(32).fill(2)),
}));

it('the local cipher says by a class of its own that a secret has the wrong size', async () => {
  const { encrypt } = cipherOf(new Uint8Array(32));
  const context = { accountId: 'acc-1', integrationId: 'acc-1.int-1', purpose: 'freshchat-api-key' } as const;
  await expect(encrypt('', context)).rejects.toThrow(SecretSizeError);
});
