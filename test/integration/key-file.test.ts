import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KeyFileError, readOrCreateKey } from '../../shared/integrations/secrets/key-file.ts';

let directory: string;
let file: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'key-file-'));
  file = join(directory, 'secrets.key');
});
afterEach(() => rm(directory, { recursive: true }));

describe('the key file', () => {
  it('is made at the first call, 32 bytes that only the owner may read', async () => {
    const key = await readOrCreateKey(file);
    expect(key).toHaveLength(32);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(directory)).toEqual(['secrets.key']);
  });

  it('stays the same afterwards', async () => {
    const key = await readOrCreateKey(file);
    expect(await readOrCreateKey(file)).toEqual(key);
  });

  it('is one for all who ask for it at the same time', async () => {
    // Started a few file operations apart, so that some look before the first one wrote and write after it read.
    const keys = await Promise.all(
      Array.from({ length: 32 }, async (_, i) => {
        for (let step = 0; step < i % 16; step += 1) await stat(directory);
        return readOrCreateKey(file);
      }),
    );
    const written = await readFile(file);
    for (const key of keys) expect(Buffer.from(key).equals(written)).toBe(true);
    expect(await readdir(directory)).toEqual(['secrets.key']);
  });

  it('differs from machine to machine', async () => {
    expect(await readOrCreateKey(file)).not.toEqual(await readOrCreateKey(`${file}.other`));
  });

  it('is not used when others can read it', async () => {
    await readOrCreateKey(file);
    await chmod(file, 0o640);
    await expect(readOrCreateKey(file)).rejects.toThrow(KeyFileError);
  });

  it('is not used, and not replaced, when it is cut short', async () => {
    await writeFile(file, 'short', { mode: 0o600 });
    await expect(readOrCreateKey(file)).rejects.toThrow(KeyFileError);
    expect(await readFile(file, 'utf8')).toBe('short');
  });

  it('needs its directory', async () => {
    await expect(readOrCreateKey(join(directory, 'missing', 'secrets.key'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
