import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { keepSigner } from '../../../shared/core/sdk/keep-signer.ts';

const createClient = (region: () => Promise<string>) => keepSigner(new DynamoDBClient({ region }));

test('makes one signer for all calls', async () => {
  const client = createClient(async () => 'eu-central-1');
  const [first, second] = await Promise.all([client.config.signer(), client.config.signer()]);
  expect(second).toBe(first);
  expect(await client.config.signer()).toBe(first);
});

test('tries again after a signer could not be made', async () => {
  const regions = [Promise.reject(new Error('Not yet'))];
  const client = createClient(() => regions.pop() ?? Promise.resolve('eu-central-1'));
  await expect(client.config.signer()).rejects.toThrow('Not yet');
  await expect(client.config.signer()).resolves.toBeDefined();
});

test('makes the signer that the first call asks for', async () => {
  const client = keepSigner({ config: { signer: async (scheme?: string) => `signer of ${scheme}` } });
  expect(await client.config.signer('sigv4')).toBe('signer of sigv4');
});
