/** A small simulated day of the Freshchat app against the local system, as `npm run app:simulate` plays it. */

import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LocalSystem, startLocalSystem } from '../../local/system.ts';
import { readFreshchatApp, withMistake } from '../freshchat-app/platform/app-files.ts';
import { readLocalTarget } from '../freshchat-app/simulated-day/local-target.ts';
import { simulateApp } from '../freshchat-app/simulated-day/simulate-app.ts';

let dataDir: string;
let system: LocalSystem;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'app-simulation-'));
  system = await startLocalSystem({
    dataDir,
    port: 0,
    report: () => undefined,
  });
});

afterAll(async () => {
  await system.close();
  await rm(dataDir, { recursive: true, force: true });
});

const command = (...options: readonly string[]) =>
  promisify(execFile)(
    process.execPath,
    [fileURLToPath(new URL('../freshchat-app/simulate.ts', import.meta.url)), ...options],
    { env: { PATH: process.env['PATH'], DATA_DIR: dataDir } },
  );

test('a day of chats through the app is counted once each, over an outage and a revoked key', async () => {
  const { stdout } = await command('--chats', '40');
  expect(stdout).toMatch(/(\d+) contacts counted, \1 distinct chats resolved: equal\.\n$/);
  expect(stdout).toMatch(/[1-9]\d* requests met no connection, [1-9]\d* a revoked key/);
  expect(stdout).toContain('played  100 %');
  expect(stdout).toContain('Kundenservice');
});

test('an app that forgets what it could not send is found out', async () => {
  const written: string[] = [];
  const isExact = await simulateApp({
    app: withMistake(readFreshchatApp(), {
      file: 'server/lib/buckets.js',
      instead: "await $db.update(keyOf(bucket, part), 'append', { e: rows });",
      write: '',
    }),
    target: readLocalTarget(dataDir),
    chats: 20,
    now: Date.now(),
    stalledAfterMs: 3_000,
    output: { isTTY: false, write: (text) => written.push(text) > 0 },
  });
  expect(isExact).toBe(false);
  expect(written.join('')).toContain('DIFFERENT.');
});

test('the command says what it does, and what is wrong with its options', async () => {
  expect((await command('--help')).stdout).toContain('Example');
  await expect(command('--chats', 'many')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('--chats is a whole number'),
  });
});
