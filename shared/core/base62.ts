const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Big-endian, padded to a fixed number of digits; more bytes than the digits hold lose their highest part. */
export const base62 = (bytes: Uint8Array, digits: number): string => {
  let rest = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  let text = '';
  for (let digit = 0; digit < digits; digit += 1) {
    text = `${ALPHABET.charAt(Number(rest % 62n))}${text}`;
    rest /= 62n;
  }
  return text;
};
