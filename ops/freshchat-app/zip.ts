/** The app as one file, the same bytes for the same files. */

import { strToU8, zipSync } from 'fflate';
import type { AppFiles } from './app-files.ts';

/** The first day that a zip can name, in whatever time zone it is packed. */
const MTIME = new Date(1980, 0, 1);

/** What the person who uploads needs: the app, its tests and its test data. */
const isForHandOver = (path: string): boolean => !path.startsWith('coverage/');

export const zipOf = (app: AppFiles): Uint8Array => {
  const files = [...app].filter(([path]) => isForHandOver(path)).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return zipSync(Object.fromEntries(files.map(([path, content]) => [path, strToU8(content)])), {
    level: 9,
    mtime: MTIME,
  });
};
