import { createLocalDecrypt, createLocalEncrypt } from '../../shared/adapters/local-cipher/local-cipher.ts';
import { cipherContract } from './cipher.contract.ts';

const cipherOf = (key: Uint8Array) => ({ encrypt: createLocalEncrypt(key), decrypt: createLocalDecrypt(key) });

cipherContract('the local cipher', () => ({
  cipher: cipherOf(new Uint8Array(32).fill(1)),
  other: cipherOf(new Uint8Array(32).fill(2)),
}));
