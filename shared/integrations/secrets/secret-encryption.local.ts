/**
 * Secrets under a key on this machine, for local mode: AES-256-GCM with the context as additional data.
 *
 *   local1:base64( nonce, 12 bytes | tag, 16 bytes | ciphertext )
 */

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { fromCiphertextText, toCiphertextText } from './ciphertext-text.ts';
import {
  type DecryptSecret,
  type EncryptSecret,
  MAX_SECRET_BYTES,
  type SecretContext,
} from './secret-encryption.port.ts';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FORM = 'local1';

/** As KMS does, so that nothing works here and fails there. */
export class SecretSizeError extends Error {
  override readonly name = 'SecretSizeError';
  constructor() {
    super(`A secret must have 1 to ${MAX_SECRET_BYTES} bytes. Refuse others where they come in.`);
  }
}

export const createLocalEncrypt =
  (key: Uint8Array): EncryptSecret =>
  async (plaintext, context) => {
    const bytes = Buffer.from(plaintext, 'utf8');
    if (bytes.length === 0 || bytes.length > MAX_SECRET_BYTES) throw new SecretSizeError();
    // A random nonce may repeat after some 2^32 secrets of one key: far beyond what one machine holds.
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(toAdditionalData(context));
    const ciphertext = Buffer.concat([cipher.update(bytes), cipher.final()]);
    return toCiphertextText(FORM, Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]));
  };

export const createLocalDecrypt =
  (key: Uint8Array): DecryptSecret =>
  async (text, context) => {
    const blob = fromCiphertextText(FORM, text);
    if (!blob || blob.length <= NONCE_BYTES + TAG_BYTES) return { outcome: 'not_decryptable' };
    const [nonce, tag, ciphertext] = partsOf(blob);
    const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(toAdditionalData(context)).setAuthTag(tag);
    const bytes = decipher.update(ciphertext);
    try {
      return { outcome: 'decrypted', plaintext: Buffer.concat([bytes, decipher.final()]).toString('utf8') };
    } catch {
      return { outcome: 'not_decryptable' };
    }
  };

const partsOf = (blob: Buffer) =>
  [
    blob.subarray(0, NONCE_BYTES),
    blob.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES),
    blob.subarray(NONCE_BYTES + TAG_BYTES),
  ] as const;

/** JSON keeps the fields apart whatever characters the ids hold. */
const toAdditionalData = ({ accountId, integrationId, purpose }: SecretContext): Buffer =>
  Buffer.from(JSON.stringify([accountId, integrationId, purpose]), 'utf8');
