import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { describe, expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { countContacts } from '../support/contact-counts.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const START = new URL('../../local/start.ts', import.meta.url).pathname;

const connectionSchema = z.object({
  url: z.string(),
  integrationId: z.string(),
  apiKey: z.string(),
  dynamodbEndpoint: z.string(),
  tables: z.object({ ContactCounts: z.string() }),
});
type Connection = z.output<typeof connectionSchema>;
type Process = ChildProcessByStdio<null, Readable, null>;

/** Of a developer: heeded, they would lead every call to real AWS, and nothing would be counted. */
const AWS_SETTINGS = { AWS_PROFILE: 'production', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' };

const launch = (dataDir: string): Process => {
  const started = spawn(process.execPath, [START, '--empty'], {
    env: { ...process.env, PORT: '0', DATA_DIR: dataDir, ...AWS_SETTINGS },
    stdio: ['ignore', 'pipe', 'inherit'],
    // A process group of its own, as a terminal gives one.
    detached: true,
  });
  onTestFinished(() => void started.kill('SIGKILL'));
  return started;
};

/** Reads on until this is said. */
const said = async (text: string, lines: Lines): Promise<void> => {
  for (let line = await lines.next(); line.done !== true; line = await lines.next()) {
    if (line.value.includes(text)) return;
  }
  throw new Error(`It ended without saying: ${text}`);
};

type Lines = AsyncIterator<string>;

const linesOf = (started: Process): Lines => createInterface({ input: started.stdout })[Symbol.asyncIterator]();

const listening = async (started: Process): Promise<Lines> => {
  const lines = linesOf(started);
  await said('Listening on', lines);
  return lines;
};

const connectionOf = (dataDir: string): Connection =>
  connectionSchema.parse(JSON.parse(readFileSync(join(dataDir, 'local.json'), 'utf8')));

const isAnybodyLeft = (dataDir: string): boolean =>
  execFileSync('ps', ['-eo', 'args='], { encoding: 'utf8' }).includes(join(dataDir, 'dynamo.sqlite'));

const CHATS_PER_POST = 50;

/** Posts chats of their own numbers; answers how many were taken. */
const post = async ({ url, apiKey }: Connection, round: number): Promise<number> => {
  const events = Array.from({ length: CHATS_PER_POST }, (_, index) => ({
    id: `e-${round}-${index}`,
    type: 'chat.resolved',
    occurredAt: new Date().toISOString(),
    chat: { id: `c-${round}-${index}`, group: { id: 'g', name: 'Support' } },
  }));
  const response = await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ events }),
  });
  return response.status === 202 ? CHATS_PER_POST : 0;
};

describe('npm start', { timeout: 300_000 }, () => {
  test.each([
    ['Node', (pid: number) => pid],
    ['its process group', (pid: number) => -pid],
  ])(
    'loses nothing that was answered 202 when %s is killed, leaves no orphan, and does not heed the AWS settings of the developer',
    { timeout: 300_000 },
    async (_, target) => {
      const dataDir = temporaryDirectory();
      const first = launch(dataDir);
      await listening(first);
      const taken = await Promise.all([0, 1, 2, 3, 4, 5].map((round) => post(connectionOf(dataDir), round)));
      process.kill(target(first.pid ?? 0), 'SIGKILL');
      await expect.poll(() => isAnybodyLeft(dataDir), { timeout: 60_000 }).toBe(false);

      const second = launch(dataDir);
      await listening(second);
      const connection = connectionOf(dataDir);
      const sum = taken.reduce((total, count) => total + count, 0);
      expect(sum).toBe(6 * CHATS_PER_POST);
      await expect.poll(() => countContacts(connection), { timeout: 180_000 }).toBe(sum);
      // Once more, and nothing is counted twice.
      await post(connection, 0);
      await post(connection, 6);
      await expect.poll(() => countContacts(connection), { timeout: 180_000 }).toBe(sum + CHATS_PER_POST);
    },
  );

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'drains and stops in order at %s, also when npm hands it on once more',
    async (signal) => {
      const dataDir = temporaryDirectory();
      const started = launch(dataDir);
      const lines = await listening(started);
      const exited = once(started, 'exit');
      started.kill(signal);
      await said('Stopping', lines);
      started.kill(signal);
      await said('Stopped', lines);
      expect((await exited)[0]).toBe(0);
      expect(isAnybodyLeft(dataDir)).toBe(false);
    },
  );

  test('stops in order when nobody reads any more what it says', async () => {
    const started = launch(temporaryDirectory());
    await listening(started);
    started.stdout.destroy();
    started.kill('SIGTERM');
    expect((await once(started, 'exit'))[0]).toBe(0);
  });

  test('says in one line what is wrong with a setting', () => {
    const run = () => execFileSync(process.execPath, [START, '--full'], { stdio: 'pipe' });
    expect(run).toThrow(/The only option is --empty/);
  });
});
