import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { buildConsole } from '../../console/build.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const MAX_SCRIPT_BYTES = 60_000;
const MAX_POOL_BYTES = 12_000;
const MAX_STYLE_BYTES = 6_000;

describe('the files of the console', () => {
  test('stay within the budget of a first load, and hold nothing that a strict policy would stop', async () => {
    const folder = `${temporaryDirectory()}/dist`;
    const { outputs } = await buildConsole(folder);
    const sizeOf = (file: string) => gzipSync(readFileSync(file), { level: 9 }).length;
    const files = Object.keys(outputs).map((path) => `${folder}/assets/${path.split('/').at(-1)}`);
    const main = files.filter((file) => /\/(?:main|chunk)-\w+\.js$/.test(file));
    const contacts = files.filter((file) => /\/contacts-page-\w+\.js$/.test(file));
    const languages = files.filter((file) => /\/(?:en|de|it)-\w+\.js$/.test(file));
    // What the pages share is a chunk of its own, and part of the first load.
    expect([main.length, contacts.length, languages.length]).toEqual([2, 1, 3]);
    // Only who signs in at a pool loads it.
    const pool = files.filter((file) => /\/pool-session-\w+\.js$/.test(file));
    expect(pool.map(sizeOf)).toEqual([expect.toSatisfy((size: number) => size < MAX_POOL_BYTES)]);
    const scripts = main.reduce((sum, file) => sum + sizeOf(file), 0) + Math.max(...languages.map(sizeOf));
    expect(scripts).toBeLessThan(MAX_SCRIPT_BYTES);
    const styles = files.filter((file) => file.endsWith('.css'));
    expect(styles.map(sizeOf).reduce((sum, size) => sum + size, 0)).toBeLessThan(MAX_STYLE_BYTES);
    for (const file of files)
      expect(readFileSync(file, 'utf8')).not.toMatch(
        /\beval\(|new Function\(|https?:\/\/(?!www\.w3\.org|127\.0\.0\.1")/,
      );
  });
});
