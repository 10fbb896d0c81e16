import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LocalSystem, startLocalSystem } from '../../local/system.ts';

let dataDir: string;
let system: LocalSystem;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'smoke-'));
  system = await startLocalSystem({ dataDir, port: 0, report: () => {} });
});

afterAll(async () => {
  await system.close();
  await rm(dataDir, { recursive: true, force: true });
});

const smoke = (...options: readonly string[]) =>
  promisify(execFile)(process.execPath, [fileURLToPath(new URL('../../ops/smoke.ts', import.meta.url)), ...options], {
    env: { PATH: process.env['PATH'], DATA_DIR: dataDir },
  });

test('the smoke test sees its chat, sent twice, counted once', async () => {
  const { url, apiKey } = system.connection;
  expect((await smoke('--url', url, '--key', apiKey)).stdout).toContain('Counted once');
});

test('the smoke test fails with a sentence when the HTTP API does not answer', async () => {
  const { apiKey } = system.connection;
  await expect(smoke('--url', 'http://127.0.0.1:9', '--key', apiKey)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('http://127.0.0.1:9 does not answer.'),
  });
});
