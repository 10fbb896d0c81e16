/** The console's built files, as a distribution serves them: each page is the one index.html, assets keep their names. */

import { readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { ASSET_CACHE_CONTROL, PAGE_CACHE_CONTROL, SITE_HEADERS } from '../../shared/site.ts';
import type { GatewayAnswer } from '../http-api/gateway-answer.ts';

const FOLDER = new URL('../../console/dist/', import.meta.url).pathname;
const ASSETS = '/assets/';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

export const answerFile = async (path: string): Promise<GatewayAnswer> => {
  if (path.startsWith(ASSETS)) return answerAsset(path);
  const page = await readFile(join(FOLDER, 'index.html')).catch(() => undefined);
  return page
    ? {
        status: 200,
        headers: { ...SITE_HEADERS, 'content-type': 'text/html; charset=utf-8', 'cache-control': PAGE_CACHE_CONTROL },
        body: page,
      }
    : plain(404, 'The console is not built. Run npm run console:build, and load this page again.\n');
};

const answerAsset = async (path: string): Promise<GatewayAnswer> => {
  // The folder is flat: a name cannot lead out of it.
  const file = await readFile(join(FOLDER, 'assets', basename(path))).catch(() => undefined);
  if (!file) return plain(404, 'There is no such file.\n');
  const contentType = TYPES[extname(path)] ?? 'application/octet-stream';
  return {
    status: 200,
    headers: { ...SITE_HEADERS, 'content-type': contentType, 'cache-control': ASSET_CACHE_CONTROL },
    body: file,
  };
};

const plain = (status: number, body: string): GatewayAnswer => ({
  status,
  headers: { ...SITE_HEADERS, 'content-type': 'text/plain; charset=utf-8', 'cache-control': PAGE_CACHE_CONTROL },
  body,
});
