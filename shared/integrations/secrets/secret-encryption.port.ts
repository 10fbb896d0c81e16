/** Ports for the secrets that we keep for an account and must be able to read again: today the Freshchat API key. */

/**
 * Whose secret it is and what for. Bound to the ciphertext, not stored in it: a ciphertext that was copied to another
 * integration does not decrypt there. The ids appear in the key's audit trail, so they are no secrets themselves.
 */
export type SecretContext = {
  readonly accountId: string;
  readonly integrationId: string;
  readonly purpose: 'freshchat-api-key';
};

/** What the key service takes in one piece, in bytes of UTF-8. Whoever parses a secret refuses longer ones. */
export const MAX_SECRET_BYTES = 4_096;

/** The ciphertext is ASCII and starts with the name and version of its form. */
export type EncryptSecret = (plaintext: string, context: SecretContext) => Promise<string>;

/**
 * `not_decryptable`: of another context, altered, of another key or of an unknown form; by its nature the cipher cannot
 * say which. The remedy is the same: the administrator enters the secret again.
 */
export type DecryptSecret = (
  ciphertext: string,
  context: SecretContext,
) => Promise<{ readonly outcome: 'decrypted'; readonly plaintext: string } | { readonly outcome: 'not_decryptable' }>;
