/** Ciphertexts as text, `<form>:<base64>`: a stored one says by itself what can read it, also after the form changed. */

export type CiphertextForm = 'kms1' | 'local1';

export const toCiphertextText = (form: CiphertextForm, bytes: Uint8Array): string =>
  `${form}:${Buffer.from(bytes).toString('base64')}`;

/** The bytes of a text of this form. Only the one spelling that {@link toCiphertextText} gives is accepted. */
export const fromCiphertextText = (form: CiphertextForm, text: string): Buffer | undefined => {
  const bytes = Buffer.from(text.slice(form.length + 1), 'base64');
  return bytes.length > 0 && toCiphertextText(form, bytes) === text ? bytes : undefined;
};
