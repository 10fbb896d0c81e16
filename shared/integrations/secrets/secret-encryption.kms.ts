/**
 * Secrets under a KMS key. Two factories, for two roles: manage-integrations gets `kms:Encrypt` and can never read what
 * it wrote; only the function that calls Freshchat gets `kms:Decrypt`.
 */

import {
  DecryptCommand,
  EncryptCommand,
  IncorrectKeyException,
  InvalidCiphertextException,
  type KMSClient,
} from '@aws-sdk/client-kms';
import { fromCiphertextText, toCiphertextText } from './ciphertext-text.ts';
import type { DecryptSecret, EncryptSecret, SecretContext } from './secret-encryption.port.ts';

export type KmsCipherDeps = {
  readonly kms: KMSClient;
  /** The key's ARN. Named when decrypting too, so that a ciphertext cannot choose another key. */
  readonly keyArn: string;
};

const FORM = 'kms1';

export const createKmsEncrypt =
  ({ kms, keyArn }: KmsCipherDeps): EncryptSecret =>
  async (plaintext, context) => {
    const { CiphertextBlob } = await kms.send(
      new EncryptCommand({
        KeyId: keyArn,
        Plaintext: Buffer.from(plaintext, 'utf8'),
        EncryptionContext: toEncryptionContext(context),
      }),
    );
    if (!CiphertextBlob) throw new IncompleteKmsAnswerError();
    return toCiphertextText(FORM, CiphertextBlob);
  };

export const createKmsDecrypt =
  ({ kms, keyArn }: KmsCipherDeps): DecryptSecret =>
  async (ciphertext, context) => {
    const blob = fromCiphertextText(FORM, ciphertext);
    if (!blob) return { outcome: 'not_decryptable' };
    try {
      const { Plaintext } = await kms.send(
        new DecryptCommand({
          KeyId: keyArn,
          CiphertextBlob: blob,
          EncryptionContext: toEncryptionContext(context),
        }),
      );
      if (!Plaintext) throw new IncompleteKmsAnswerError();
      return { outcome: 'decrypted', plaintext: Buffer.from(Plaintext).toString('utf8') };
    } catch (error) {
      if (isNotDecryptable(error)) return { outcome: 'not_decryptable' };
      throw error;
    }
  };

/** Spelt out, so that a field added to the type by chance does not make every stored ciphertext unreadable. */
const toEncryptionContext = ({ accountId, integrationId, purpose }: SecretContext) => ({
  accountId,
  integrationId,
  purpose,
});

const isNotDecryptable = (error: unknown): boolean =>
  error instanceof InvalidCiphertextException || error instanceof IncorrectKeyException;

export class IncompleteKmsAnswerError extends Error {
  override readonly name = 'IncompleteKmsAnswerError';
  constructor() {
    super('KMS answered without a result. Look at what stands between this function and KMS.');
  }
}
