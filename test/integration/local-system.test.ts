import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, onTestFinished, test } from 'vitest';
import { DataDirError, takeDataDir } from '../../local/data-dir.ts';
import { LOOPBACK } from '../../local/engines/free-port.ts';
import { localClient } from '../../local/engines/local-account.ts';
import { pause } from '../../local/pause.ts';
import { startLocalSystem } from '../../local/system.ts';
import { readMarker } from '../../sample-day/marker.ts';
import { runSampleDay } from '../../sample-day/run.ts';
import { countContacts } from '../support/contact-counts.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const openSystem = async (dataDir: string, port = 0) => {
  const system = await startLocalSystem({ dataDir, port, report: () => undefined });
  onTestFinished(system.close);
  return system;
};

const NEVER = new AbortController().signal;

type Output = Parameters<typeof runSampleDay>[0]['output'];

type Played = {
  readonly connection: Parameters<typeof runSampleDay>[0]['target'] & {
    readonly dynamodbEndpoint: string;
    readonly tables: { readonly ContactCounts: string };
  };
};

const playSampleDay = (
  dataDir: string,
  { connection }: Played,
  { output, isEmpty = false, signal = NEVER }: { output: Output; isEmpty?: boolean; signal?: AbortSignal },
) =>
  runSampleDay({
    dataDir,
    isEmpty,
    chats: 400,
    target: connection,
    counts: {
      client: new DynamoDBClient(localClient(connection.dynamodbEndpoint)),
      table: connection.tables.ContactCounts,
    },
    output,
    signal,
    pause: (ms) => pause(ms, signal),
  });

describe('the local system', () => {
  test('counts an event that is posted as local.json says, and keeps key and counts over a restart', async () => {
    const dataDir = temporaryDirectory();
    const first = await openSystem(dataDir);
    const file = join(dataDir, 'local.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(first.connection);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(first.connection.integrationId).toMatch(/^demo\.[0-9a-f]{12}$/);
    const list = (token: string) =>
      fetch(`${first.connection.url}/v1/integrations`, { headers: { authorization: `Bearer ${token}` } });
    const listed = await list(first.connection.adminToken);
    expect([listed.status, listed.headers.get('x-content-type-options')]).toEqual([200, 'nosniff']);
    expect((await list('local-admin')).status).toBe(401);

    const response = await fetch(`${first.connection.url}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${first.connection.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        id: 'e1',
        type: 'chat.resolved',
        occurredAt: new Date().toISOString(),
        chat: { id: 'conv-81' },
      }),
    });
    expect(response.status).toBe(202);
    await expect.poll(() => countContacts(first.connection), { timeout: 60_000 }).toBe(1);
    await first.close();

    const second = await openSystem(dataDir);
    const { apiKey, integrationId, tables } = first.connection;
    expect(second.connection).toMatchObject({ apiKey, integrationId, tables });
    expect(await countContacts(second.connection)).toBe(1);
  });

  test('refuses a data directory that another system has, and leaves that one alone', async () => {
    const dataDir = temporaryDirectory();
    const other = takeDataDir(dataDir);
    onTestFinished(other.release);
    const file = join(dataDir, 'local.json');
    writeFileSync(file, '{"apiKey":"of the other system"}');
    await expect(openSystem(dataDir)).rejects.toBeInstanceOf(DataDirError);
    expect(readFileSync(file, 'utf8')).toBe('{"apiKey":"of the other system"}');
    expect(readdirSync(dataDir).filter((name) => name.startsWith('dynamo'))).toEqual([]);
  });

  test('closes a data directory to others that was there before', () => {
    const dataDir = temporaryDirectory();
    const openEmpty = join(dataDir, 'empty');
    mkdirSync(openEmpty, { mode: 0o755 });
    takeDataDir(openEmpty).release();
    expect(statSync(openEmpty).mode & 0o777).toBe(0o700);
    chmodSync(openEmpty, 0o755);
    takeDataDir(openEmpty).release();
    expect(statSync(openEmpty).mode & 0o777).toBe(0o700);
  });

  test('leaves alone a directory that others use for other things', () => {
    const shared = temporaryDirectory();
    writeFileSync(join(shared, 'letter.txt'), '');
    chmodSync(shared, 0o755);
    expect(() => takeDataDir(shared)).toThrow(DataDirError);
    expect([statSync(shared).mode & 0o777, readdirSync(shared)]).toEqual([0o755, ['letter.txt']]);
  });

  test('refuses a data directory that cannot be one', async () => {
    await expect(openSystem('/dev/null/data')).rejects.toBeInstanceOf(DataDirError);
  });

  test('refuses a port that is taken, and gives its data directory back', async () => {
    const dataDir = temporaryDirectory();
    const stranger = createServer().listen(0, LOOPBACK);
    onTestFinished(() => void stranger.close());
    await once(stranger, 'listening');
    const address = stranger.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await expect(openSystem(dataDir, port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    takeDataDir(dataDir).release();
  });

  test('finishes a sample day that was cut off, exactly, and sends none again', { timeout: 300_000 }, async () => {
    const dataDir = temporaryDirectory();
    const stopping = new AbortController();
    const written: string[] = [];
    const output = {
      isTTY: false,
      write: (text: string) => {
        if (text.startsWith('sent') && text.includes(' 3')) stopping.abort();
        return written.push(text) > 0;
      },
    };
    const first = await openSystem(dataDir);
    await playSampleDay(dataDir, first, { output, signal: stopping.signal });
    await first.close();
    expect(readMarker(dataDir)?.kind).toBe('begun');

    const second = await openSystem(dataDir);
    await playSampleDay(dataDir, second, { output });
    expect(written.join('')).toMatch(/(\d+) contacts counted, \1 distinct chats ended: equal\.\n$/);
    expect(readMarker(dataDir)?.kind).toBe('complete');

    const lines = written.length;
    await playSampleDay(dataDir, second, { output });
    expect(written).toHaveLength(lines);
  });

  test('stays empty when its first start was', async () => {
    const dataDir = temporaryDirectory();
    const requests: (string | undefined)[] = [];
    const api = createServer((request, response) => {
      requests.push(request.url);
      response.writeHead(202).end();
    }).listen(0, LOOPBACK);
    onTestFinished(() => void api.close());
    await once(api, 'listening');
    const address = api.address();
    const url = `http://${LOOPBACK}:${typeof address === 'object' && address ? address.port : 0}`;
    const connection = {
      url,
      apiKey: 'k',
      integrationId: 'demo.1',
      dynamodbEndpoint: url,
      tables: { ContactCounts: 'T' },
    };
    const output = { isTTY: false, write: () => true };
    await playSampleDay(dataDir, { connection }, { output, isEmpty: true });
    await playSampleDay(dataDir, { connection }, { output });
    expect(readMarker(dataDir)).toEqual({ kind: 'none' });
    expect(requests).toEqual([]);
  });
});
