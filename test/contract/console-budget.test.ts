import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Metafile } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { buildConsole } from '../../console/build.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const MAX_SCRIPT_BYTES = 60_000;
const MAX_POOL_BYTES = 12_000;
const MAX_STYLE_BYTES = 6_000;

/** What a page loads before it draws anything: the entry, and all that it imports without waiting for a wish. */
const firstLoadOf = (outputs: Metafile['outputs']): readonly string[] => {
  const found = new Set(Object.keys(outputs).filter((path) => outputs[path]?.entryPoint === 'src/main.tsx'));
  for (const path of found)
    for (const { kind, path: imported } of outputs[path]?.imports ?? [])
      if (kind === 'import-statement') found.add(imported);
  return [...found];
};

describe('the files of the console', () => {
  test('stay within the budget of a first load, and hold nothing that a strict policy would stop', async () => {
    const folder = `${temporaryDirectory()}/dist`;
    const { outputs } = await buildConsole(folder);
    const sizeOf = (file: string) => gzipSync(readFileSync(file), { level: 9 }).length;
    const toFile = (path: string) => `${folder}/assets/${path.split('/').at(-1)}`;
    const files = Object.keys(outputs).map(toFile);
    const first = firstLoadOf(outputs).map(toFile);
    const languages = files.filter((file) => /\/(?:en|de|it)-\w+\.js$/.test(file));
    expect(languages).toHaveLength(3);
    expect(first.length).toBeGreaterThan(1);
    // Pages of their own, which a list needs none of.
    for (const page of ['contacts-page', 'operations-page']) {
      expect(files.filter((file) => file.includes(`/${page}-`))).toHaveLength(1);
      expect(first.filter((file) => file.includes(`/${page}-`))).toEqual([]);
    }
    // Only who signs in at a pool loads it.
    const pool = files.filter((file) => /\/pool-session-\w+\.js$/.test(file));
    expect(pool.map(sizeOf)).toEqual([expect.toSatisfy((size: number) => size < MAX_POOL_BYTES)]);
    const scripts = first.reduce((sum, file) => sum + sizeOf(file), 0) + Math.max(...languages.map(sizeOf));
    expect(scripts).toBeLessThan(MAX_SCRIPT_BYTES);
    const styles = files.filter((file) => file.endsWith('.css'));
    expect(styles.map(sizeOf).reduce((sum, size) => sum + size, 0)).toBeLessThan(MAX_STYLE_BYTES);
    for (const file of files)
      expect(readFileSync(file, 'utf8')).not.toMatch(
        /\beval\(|new Function\(|https?:\/\/(?!www\.w3\.org|127\.0\.0\.1")/,
      );
  });
});
