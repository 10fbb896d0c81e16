import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';

type Source = string | ArrayBuffer | ArrayBufferView;

/**
 * SHA-256 for the signer of an SDK client. The SDK's own makes a stream and copies its state for every hash, and has
 * Node.js prepare the same signing key for every call; here a hash is one step and a key is prepared once.
 *
 * A class, because the SDK makes it with `new`.
 */
export class OneShotSha256 {
  readonly #secret: Source | undefined;
  #pieces: Uint8Array[] = [];

  constructor(secret?: Source) {
    this.#secret = secret;
  }

  update(piece: Source): void {
    this.#pieces.push(toBytes(piece));
  }

  async digest(): Promise<Uint8Array> {
    const [only, ...others] = this.#pieces;
    const bytes = only && others.length === 0 ? only : Buffer.concat(this.#pieces);
    return this.#secret === undefined
      ? hash('sha256', bytes, 'buffer')
      : createHmac('sha256', preparedKey(this.#secret)).update(bytes).digest();
  }

  reset(): void {
    this.#pieces = [];
  }
}

const toBytes = (source: Source): Uint8Array => {
  if (typeof source === 'string') return Buffer.from(source);
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
};

/** By identity: the signer keeps a day's key and hands over the same bytes, and a key that it forgets is forgotten here. */
const preparedKeys = new WeakMap<object, KeyObject>();

const preparedKey = (secret: Source): KeyObject | string => {
  if (typeof secret === 'string') return secret;
  const known = preparedKeys.get(secret);
  if (known) return known;
  const key = createSecretKey(toBytes(secret));
  preparedKeys.set(secret, key);
  return key;
};
