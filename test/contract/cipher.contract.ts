import { describe, expect, it } from 'vitest';
import {
  type DecryptSecret,
  type EncryptSecret,
  MAX_SECRET_BYTES,
  type SecretContext,
} from '../../shared/integrations/secrets/secret-encryption.port.ts';

export type Cipher = { readonly encrypt: EncryptSecret; readonly decrypt: DecryptSecret };

const CONTEXT: SecretContext = { accountId: 'acc-1', integrationId: 'acc-1.int-1', purpose: 'freshchat-api-key' };
const SECRET = 'eyJhbGciOiJIUzI1NiJ9.a-Freshchat-key';
const NOT_DECRYPTABLE = { outcome: 'not_decryptable' };

/** What every cipher behind the port promises. `other` is one of the same kind with another key. */
export const cipherContract = (name: string, create: () => { readonly cipher: Cipher; readonly other: Cipher }) =>
  describe(`${name} as a cipher`, () => {
    it.each([
      ['a key', SECRET],
      ['one character', 'x'],
      ['letters beyond ASCII', 'schlüssel 🔑'],
      ['as much as there may be', 'x'.repeat(MAX_SECRET_BYTES)],
    ])('gives back %s', async (_, plaintext) => {
      const { encrypt, decrypt } = create().cipher;
      const ciphertext = await encrypt(plaintext, CONTEXT);
      await expect(decrypt(ciphertext, CONTEXT)).resolves.toEqual({ outcome: 'decrypted', plaintext });
    });

    it('gives printable ASCII with a versioned form in front, and no trace of the secret', async () => {
      const ciphertext = await create().cipher.encrypt(SECRET, CONTEXT);
      expect(ciphertext).toMatch(/^[a-z]+\d+:[A-Za-z0-9+/]+=*$/);
      const [, blob = ''] = ciphertext.split(':');
      expect(Buffer.from(blob, 'base64').includes(SECRET)).toBe(false);
    });

    it('never gives the same ciphertext twice', async () => {
      const { encrypt } = create().cipher;
      expect(await encrypt(SECRET, CONTEXT)).not.toBe(await encrypt(SECRET, CONTEXT));
    });

    it('does not mind the order in which a context was written down', async () => {
      const { encrypt, decrypt } = create().cipher;
      const { purpose, integrationId, accountId } = CONTEXT;
      const ciphertext = await encrypt(SECRET, CONTEXT);
      await expect(decrypt(ciphertext, { purpose, integrationId, accountId })).resolves.toMatchObject({
        outcome: 'decrypted',
      });
    });

    it.each([
      ['another integration', { integrationId: 'acc-1.int-2' }],
      ['another account', { accountId: 'acc-2' }],
      ['ids that were swapped', { accountId: CONTEXT.integrationId, integrationId: CONTEXT.accountId }],
      ['ids cut differently', { accountId: 'acc-1a', integrationId: 'cc-1.int-1' }],
      ['no integration', { integrationId: '' }],
    ])('does not decrypt for %s', async (_, change) => {
      const { encrypt, decrypt } = create().cipher;
      const ciphertext = await encrypt(SECRET, CONTEXT);
      await expect(decrypt(ciphertext, { ...CONTEXT, ...change })).resolves.toEqual(NOT_DECRYPTABLE);
    });

    it('does not decrypt under another key', async () => {
      const { cipher, other } = create();
      const ciphertext = await cipher.encrypt(SECRET, CONTEXT);
      await expect(other.decrypt(ciphertext, CONTEXT)).resolves.toEqual(NOT_DECRYPTABLE);
    });

    it('does not decrypt what was altered, wherever it was', async () => {
      const { encrypt, decrypt } = create().cipher;
      const ciphertext = await encrypt('short', CONTEXT);
      for (let at = 0; at < ciphertext.length; at += 1) {
        const character = ciphertext[at] === 'A' ? 'B' : 'A';
        const altered = ciphertext.slice(0, at) + character + ciphertext.slice(at + 1);
        await expect(decrypt(altered, CONTEXT), `altered at ${at}`).resolves.toEqual(NOT_DECRYPTABLE);
      }
    });

    it.each([
      ['nothing', ''],
      ['a secret in clear', SECRET],
      ['another form', 'kms0:AAAA'],
      ['no bytes', 'local1:'],
      ['no base64', 'kms1:!!!!'],
      ['a few bytes', 'local1:AAAA'],
      ['as many bytes as nonce and tag have', `local1:${Buffer.alloc(28).toString('base64')}`],
    ])('does not decrypt %s', async (_, ciphertext) => {
      await expect(create().cipher.decrypt(ciphertext, CONTEXT)).resolves.toEqual(NOT_DECRYPTABLE);
    });

    it('does not decrypt a ciphertext that was cut or continued', async () => {
      const { encrypt, decrypt } = create().cipher;
      const ciphertext = await encrypt(SECRET, CONTEXT);
      for (const text of [ciphertext.slice(0, -4), `${ciphertext}AAAA`, `${ciphertext}\n`, ` ${ciphertext}`]) {
        await expect(decrypt(text, CONTEXT)).resolves.toEqual(NOT_DECRYPTABLE);
      }
    });

    it.each([
      ['nothing', ''],
      ['more than there may be', 'x'.repeat(MAX_SECRET_BYTES + 1)],
      ['too many bytes in few characters', 'ü'.repeat(MAX_SECRET_BYTES / 2 + 1)],
    ])('refuses to encrypt %s', async (_, plaintext) => {
      const attempt = create().cipher.encrypt(plaintext, CONTEXT);
      await expect(attempt).rejects.toThrow();
      await expect(attempt).rejects.not.toThrow(/xxx|üüü/);
    });
  });
