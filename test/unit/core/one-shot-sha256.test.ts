import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OneShotSha256 } from '../../../shared/core/sdk/one-shot-sha256.ts';

const pieces = fc.array(fc.oneof(fc.string(), fc.uint8Array()), { maxLength: 4 });

const digest = (secret: string | Uint8Array | undefined, parts: readonly (string | Uint8Array)[]) => {
  const sum = new OneShotSha256(secret);
  for (const part of parts) sum.update(part);
  return sum.digest();
};

const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

test('hashes what Node.js hashes, however it is cut into pieces', async () => {
  await fc.assert(
    fc.asyncProperty(pieces, async (parts) => {
      const expected = createHash('sha256');
      for (const part of parts) expected.update(part);
      expect(toHex(await digest(undefined, parts))).toBe(expected.digest('hex'));
    }),
  );
});

test('signs as Node.js signs, with a new key, with a known one and with another', async () => {
  const key = fc.oneof(fc.string(), fc.uint8Array({ maxLength: 100 }));
  await fc.assert(
    fc.asyncProperty(key, key, pieces, async (first, second, parts) => {
      for (const secret of [first, first, second]) {
        const expected = createHmac('sha256', secret);
        for (const part of parts) expected.update(part);
        expect(toHex(await digest(secret, parts))).toBe(expected.digest('hex'));
      }
    }),
  );
});

test('takes an ArrayBuffer and a view into a larger one', async () => {
  const bytes = Uint8Array.from([1, 2, 3, 4, 5, 6]);
  const sum = new OneShotSha256(bytes.buffer);
  sum.update(new DataView(bytes.buffer, 2, 3));
  expect(toHex(await sum.digest())).toBe(createHmac('sha256', bytes).update(bytes.subarray(2, 5)).digest('hex'));
  const secret = bytes.subarray(1, 4);
  expect(toHex(await digest(secret, ['x']))).toBe(createHmac('sha256', secret).update('x').digest('hex'));
});

test('starts again after a reset', async () => {
  const sum = new OneShotSha256();
  sum.update('forgotten');
  sum.reset();
  expect(toHex(await sum.digest())).toBe(createHash('sha256').digest('hex'));
});
