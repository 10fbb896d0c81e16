import { expect, onTestFinished, test, vi } from 'vitest';
import { openCloudWatchApi } from '../../local/aws-apis/cloudwatch-api.ts';
import { localEnvironment } from '../../local/engines/local-account.ts';
import { createTallyLag } from '../../ops/tally-lag.ts';

const NOWHERE = { dynamodb: 'http://127.0.0.1:9', sqs: 'http://127.0.0.1:9' };

const openMetrics = async (iteratorAgeMs: () => Promise<number>) => {
  const api = await openCloudWatchApi({ functionName: 'tally-contacts', iteratorAgeMs, queueAgeMs: () => 90_000 });
  onTestFinished(api.close);
  const environment = { ...localEnvironment(NOWHERE), AWS_ENDPOINT_URL_CLOUDWATCH: api.endpoint };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
};

test('operators read the iterator age of the tally, and none as nothing to read', async () => {
  const ages = [600_000, 0];
  await openMetrics(async () => ages.shift() ?? 0);
  const lagMs = createTallyLag('tally-contacts');
  expect(await lagMs()).toBe(600_000);
  expect(await lagMs()).toBe(0);
});

test('an age that cannot be read is an error, not zero', async () => {
  await openMetrics(() => Promise.reject(new Error('the engine is gone')));
  await expect(createTallyLag('tally-contacts')()).rejects.toThrow();
  await expect(createTallyLag('another function')()).rejects.toThrow();
});
