import { execFileSync } from 'node:child_process';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readApp } from '../../ops/freshchat-app/app-files.ts';
import { zipOf } from '../../ops/freshchat-app/zip.ts';

const ROOT = new URL('../../', import.meta.url).pathname;
const APP = readApp(`${ROOT}freshchat-app`);

describe('the zip for hand-over', () => {
  it('is the same on every run, in every order of files and every time zone', () => {
    const script = `
      const { zipOf } = await import('./ops/freshchat-app/zip.ts');
      const { readApp } = await import('./ops/freshchat-app/app-files.ts');
      const app = new Map([...readApp('freshchat-app')].reverse());
      process.stdout.write(Buffer.from(zipOf(app)).toString('base64'));`;
    const elsewhere = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, TZ: 'Pacific/Kiritimati' },
    });
    expect(Buffer.from(zipOf(APP)).toString('base64')).toBe(elsewhere);
  });

  it('holds the app, its tests and its test data, as they are, and nothing else', () => {
    const files = unzipSync(zipOf(APP));
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining([
        'manifest.json',
        'README.md',
        'package.json',
        'config/requests.json',
        'server/server.js',
      ]),
    );
    expect(Object.keys(files).filter((path) => /coverage|node_modules|tsconfig|\.d\.ts$|dist/.test(path))).toEqual([]);
    for (const [path, bytes] of Object.entries(files)) expect(Buffer.from(bytes).toString('utf8')).toBe(APP.get(path));
  });
});
