/** Publishing the console: never half a release, and a way back. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { S3Client } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { listReleases, publish, rollBack } from '../../../ops/console/publish.ts';
import { createSiteStore } from '../../../ops/console/site-store.s3.ts';
import type { SiteFile, SiteStore } from '../../../ops/console/site-store.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const FIRST = new Date('2026-11-25T07:05:00Z');
const SECOND = new Date('2026-11-25T08:05:00Z');

let files: Map<string, SiteFile>;
let order: string[];
let store: SiteStore;
beforeEach(() => {
  files = new Map();
  order = [];
  store = {
    put: async (file) => {
      files.set(file.key, file);
      order.push(file.key);
    },
    get: async (key) => files.get(key)?.body,
    keysOf: async (prefix) => [...files.keys()].filter((key) => key.startsWith(prefix)),
  };
});

const built = (version: string): string => {
  const folder = temporaryDirectory();
  mkdirSync(`${folder}/assets`);
  writeFileSync(`${folder}/index.html`, `<script src="/assets/main-${version}.js"></script>`);
  writeFileSync(`${folder}/assets/main-${version}.js`, version);
  writeFileSync(`${folder}/assets/main-${version}.css`, version);
  return folder;
};

const served = (): string => Buffer.from(files.get('index.html')?.body ?? []).toString('utf8');

describe('publishing', () => {
  test('changes the page last, when all that it names is there', async () => {
    const release = await publish(store, built('a'), FIRST);
    expect(release).toMatch(/^202611250705-[0-9a-f]{8}$/);
    expect(order.slice(-2)).toEqual([`releases/${release}.html`, 'index.html']);
    expect(order.slice(0, -2).toSorted()).toEqual(['assets/main-a.css', 'assets/main-a.js']);
  });

  test('says of each file what it is, that a page is never kept, and an asset for ever', async () => {
    await publish(store, built('a'), FIRST);
    expect(files.get('assets/main-a.js')).toMatchObject({
      contentType: 'text/javascript; charset=utf-8',
      cacheControl: 'public, max-age=31536000, immutable',
    });
    expect(files.get('index.html')).toMatchObject({
      contentType: 'text/html; charset=utf-8',
      cacheControl: 'no-store',
    });
  });

  test('leaves the page of before when an asset cannot be written', async () => {
    await publish(store, built('a'), FIRST);
    const failing: SiteStore = {
      ...store,
      put: async (file) => {
        if (file.key.endsWith('.js')) throw new Error('denied');
        await store.put(file);
      },
    };
    await expect(publish(failing, built('b'), SECOND)).rejects.toThrow('denied');
    expect(served()).toContain('main-a.js');
  });

  test('takes no folder that was not built', async () => {
    await expect(publish(store, temporaryDirectory(), FIRST)).rejects.toThrow('console:build');
  });
});

describe('rolling back', () => {
  test('serves an older release again, whose assets are still there', async () => {
    const first = await publish(store, built('a'), FIRST);
    const second = await publish(store, built('b'), SECOND);
    expect(await listReleases(store)).toEqual([first, `${second} (served)`]);
    await rollBack(store, first);
    expect(served()).toContain('main-a.js');
    expect(files.has('assets/main-a.js')).toBe(true);
    expect(await listReleases(store)).toEqual([`${first} (served)`, second]);
  });

  test('to a release that never was changes nothing', async () => {
    await publish(store, built('a'), FIRST);
    await expect(rollBack(store, '../index')).rejects.toThrow('no such release');
    expect(served()).toContain('main-a.js');
  });
});

test('the bucket gets each file with its type and how long it may be kept', async () => {
  const seen: unknown[] = [];
  const server = createServer((request, response) => {
    const { method, url, headers } = request;
    seen.push({ method, url, type: headers['content-type'], kept: headers['cache-control'] });
    request.resume().on('end', () => response.writeHead(method === 'GET' ? 404 : 200).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const client = new S3Client({
    endpoint: `http://127.0.0.1:${port}`,
    forcePathStyle: true,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 's' },
  });
  onTestFinished(() => client.destroy());
  const file = { key: 'index.html', body: Buffer.from('x'), contentType: 'text/html', cacheControl: 'no-store' };
  await createSiteStore(client, 'files').put(file);
  expect(seen).toEqual([
    { method: 'PUT', url: '/files/index.html?x-id=PutObject', type: 'text/html', kept: 'no-store' },
  ]);
});
