/**
 * `npm run console:build`: the console's files in console/dist, named by their content:
 *
 *   index.html ─▶ assets/main-<hash>.js, main-<hash>.css ─▶ assets/<chunk>-<hash>.js (a language, a page)
 */

import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { build, type Metafile, type Plugin } from 'esbuild';
import * as z from 'zod';

const HERE = new URL('./', import.meta.url).pathname;

const catalogueSchema = z.record(z.string(), z.string());

/** Messages are compiled here, so that the page parses none, and one that cannot be parsed stops the build. */
const compiledWords: Plugin = {
  name: 'compiled-words',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\/words\/(?:en|de|it)\.ts$/ }, async ({ path }) => {
      const module: Readonly<Record<string, unknown>> = await import(pathToFileURL(path).href);
      const compiled = Object.entries(catalogueSchema.parse(module['words'])).map(([id, text]) => [
        id,
        compileMessage(text),
      ]);
      return { contents: `export const words = ${JSON.stringify(Object.fromEntries(compiled))};`, loader: 'js' };
    });
  },
};

/** `changes`: for a test that wants a wrong console. */
export const buildConsole = async (folder: string, changes: readonly Plugin[] = []): Promise<Metafile> => {
  // Built beside and then renamed: whoever serves the old files meanwhile serves whole ones.
  const fresh = `${folder}.${process.pid}`;
  const { metafile } = await build({
    absWorkingDir: HERE,
    entryPoints: ['src/main.tsx', 'src/main.css'],
    outdir: `${fresh}/assets`,
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'none',
    metafile: true,
    plugins: [...changes, compiledWords],
    logLevel: 'warning',
  });
  const entry = (source: string): string =>
    basename(Object.entries(metafile.outputs).find(([, output]) => output.entryPoint === source)?.[0] ?? source);
  const page = readFileSync(`${HERE}src/index.html`, 'utf8')
    .replace('main.css', entry('src/main.css'))
    .replace('main.js', entry('src/main.tsx'));
  mkdirSync(fresh, { recursive: true });
  writeFileSync(`${fresh}/index.html`, page);
  rmSync(folder, { recursive: true, force: true });
  renameSync(fresh, folder);
  return metafile;
};

const HELP = `Usage
  npm run console:build

Builds the web console into console/dist. npm start does so by itself.

Example
  npm run console:build && ls console/dist/assets`;

if (import.meta.main) {
  if (process.argv.includes('--help')) console.log(HELP);
  else await buildConsole(`${HERE}dist`);
}
