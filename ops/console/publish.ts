/**
 * A release of the console, without a moment in which it is half there. Assets are named by their content, and those of
 * older releases stay; then the page is kept under the release's name; last, and with one write, it becomes the page:
 *
 *   assets/main-<hash>.js … ─▶ releases/<release>.html ─▶ index.html
 *
 * Rolling back is that last write alone, with the page of an older release.
 */

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { ASSET_CACHE_CONTROL, PAGE_CACHE_CONTROL } from '../../shared/site.ts';
import { OperatorError } from '../target.ts';
import type { SiteStore } from './site-store.ts';

const PAGE = 'index.html';
const RELEASES = 'releases/';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const pageFile = (key: string, body: Uint8Array) => ({
  key,
  body,
  contentType: 'text/html; charset=utf-8',
  cacheControl: PAGE_CACHE_CONTROL,
});

const keyOf = (release: string): string => `${RELEASES}${release}.html`;

/** `folder` is console/dist, as the build left it. Answers the name of the release. */
export const publish = async (store: SiteStore, folder: string, at: Date): Promise<string> => {
  const page = await readFile(`${folder}/${PAGE}`).catch((cause) => {
    throw new OperatorError(`${folder} holds no ${PAGE}: npm run console:build`, { cause });
  });
  for (const name of await readdir(`${folder}/assets`)) {
    await store.put({
      key: `assets/${name}`,
      body: await readFile(`${folder}/assets/${name}`),
      contentType: TYPES[extname(name)] ?? 'application/octet-stream',
      cacheControl: ASSET_CACHE_CONTROL,
    });
  }
  const release = `${at.toISOString().slice(0, 16).replace(/\D/g, '')}-${hashOf(page)}`;
  await store.put(pageFile(keyOf(release), page));
  await store.put(pageFile(PAGE, page));
  return release;
};

/** The page of an older release; its assets are still there. */
export const rollBack = async (store: SiteStore, release: string): Promise<void> => {
  const page = await store.get(keyOf(release));
  if (!page) throw new OperatorError('There is no such release. --releases lists them.');
  await store.put(pageFile(PAGE, page));
};

/** The newest last; the one that is served is marked. */
export const listReleases = async (store: SiteStore): Promise<readonly string[]> => {
  const served = await store.get(PAGE);
  const names = (await store.keysOf(RELEASES)).map((key) => key.slice(RELEASES.length, -'.html'.length)).toSorted();
  const current = served && names.findLast((name) => name.endsWith(`-${hashOf(served)}`));
  return names.map((name) => (name === current ? `${name} (served)` : name));
};

const hashOf = (page: Uint8Array): string => createHash('sha256').update(page).digest('hex').slice(0, 8);
