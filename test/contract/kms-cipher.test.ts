import { KMSClient } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createKmsDecrypt,
  createKmsEncrypt,
  IncompleteKmsAnswerError,
} from '../../shared/integrations/secrets/secret-encryption.kms.ts';
import type { SecretContext } from '../../shared/integrations/secrets/secret-encryption.port.ts';
import { type FakeKms, startFakeKms } from '../support/fake-kms.ts';
import { cipherContract } from './cipher.contract.ts';

const KEY = 'arn:aws:kms:eu-central-1:000000000000:key/1';
const OTHER_KEY = 'arn:aws:kms:eu-central-1:000000000000:key/2';
const CONTEXT: SecretContext = { accountId: 'acc-1', integrationId: 'acc-1.int-1', purpose: 'freshchat-api-key' };

let fake: FakeKms;
let kms: KMSClient;
beforeAll(async () => {
  fake = await startFakeKms([KEY, OTHER_KEY]);
  kms = new KMSClient({
    endpoint: fake.endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
});
afterAll(async () => {
  kms.destroy();
  await fake.close();
});

const cipherOf = (keyArn: string) => ({
  encrypt: createKmsEncrypt({ kms, keyArn }),
  decrypt: createKmsDecrypt({ kms, keyArn }),
});

cipherContract('the KMS cipher', () => ({ cipher: cipherOf(KEY), other: cipherOf(OTHER_KEY) }));

describe('the KMS cipher', () => {
  it('names the key and the whole context in both directions', async () => {
    const before = fake.calls.length;
    const { encrypt, decrypt } = cipherOf(KEY);
    await decrypt(await encrypt('secret', CONTEXT), CONTEXT);
    expect(fake.calls.slice(before)).toEqual([
      { operation: 'Encrypt', keyArn: KEY, context: CONTEXT },
      { operation: 'Decrypt', keyArn: KEY, context: CONTEXT },
    ]);
  });

  it('does not ask KMS about a text that is none of its ciphertexts', async () => {
    const before = fake.calls.length;
    await cipherOf(KEY).decrypt('local1:AAAA', CONTEXT);
    expect(fake.calls).toHaveLength(before);
  });

  it.each(['AccessDeniedException', 'KMSInvalidStateException', 'NotFoundException', 'ThrottlingException'])(
    'throws %s on unchanged: the secret may be fine',
    async (name) => {
      const { encrypt, decrypt } = cipherOf(KEY);
      const ciphertext = await encrypt('secret', CONTEXT);
      fake.failWith(name);
      try {
        await expect(decrypt(ciphertext, CONTEXT)).rejects.toMatchObject({ name });
        await expect(encrypt('secret', CONTEXT)).rejects.toMatchObject({ name });
      } finally {
        fake.failWith(undefined);
      }
    },
  );

  it('takes an answer without a result for trouble, not for a secret', async () => {
    const mute = new KMSClient({ region: 'eu-central-1' });
    mute.middlewareStack.add(() => async () => ({ output: { $metadata: {} }, response: {} }), { step: 'initialize' });
    const deps = { kms: mute, keyArn: KEY };
    await expect(createKmsEncrypt(deps)('secret', CONTEXT)).rejects.toThrow(IncompleteKmsAnswerError);
    await expect(createKmsDecrypt(deps)('kms1:AAAA', CONTEXT)).rejects.toThrow(IncompleteKmsAnswerError);
  });
});
