/** The app's files as the vendor's tool meets them: path to text. */

import { globSync, readFileSync } from 'node:fs';

export type AppFiles = ReadonlyMap<string, string>;

/** What an app consists of, and the coverage that its unit tests left behind. The rest of the folder is ours. */
const SEEN = [
  '{manifest,package}.json',
  'README.md',
  'vitest.config.js',
  '{app,config,server,tests}/**/*',
  'coverage/unit/coverage-final.json',
];

export const readApp = (root: string): AppFiles => {
  const paths = globSync(SEEN, { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(root.length).replace(/^\/+/, ''));
  return new Map(paths.toSorted().map((path) => [path, readFileSync(`${root}/${path}`, 'utf8')]));
};

export const scriptsUnder = (app: AppFiles, folder: string): readonly (readonly [path: string, source: string])[] =>
  [...app].filter(([path]) => path.startsWith(folder) && path.endsWith('.js'));
