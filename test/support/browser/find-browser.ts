/**
 * The browser that the tests use, first that fits:
 *
 *   CONSOLE_BROWSER ─▶ the Chromium inside @sparticuz/chromium (linux x64) ─▶ an installed one ─▶ none
 */

import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { inflate } from '@sparticuz/chromium';
import * as z from 'zod';

export type FoundBrowser = {
  readonly executablePath: string;
  /** What the browser's process needs beside the environment of the tests. */
  readonly environment: Readonly<Record<string, string>>;
  /** Whether it draws with the packaged font alone: only then are pixels the same on every machine. */
  readonly hasPackagedFont: boolean;
};

const INSTALLED: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

export const findBrowser = async (cache = resolve('node_modules/.cache')): Promise<FoundBrowser | undefined> => {
  const asked = process.env['CONSOLE_BROWSER'];
  if (asked) return { executablePath: asked, environment: {}, hasPackagedFont: false };
  if (process.platform === 'linux' && process.arch === 'x64') return unpackChromium(cache);
  const executablePath = (INSTALLED[process.platform] ?? []).find((path) => existsSync(path));
  return executablePath === undefined ? undefined : { executablePath, environment: {}, hasPackagedFont: false };
};

/** The last holds libnss3 and its kin, which a bare machine lacks and the package itself unpacks on Lambda only. */
const ARCHIVES = ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br'];

const unpackChromium = async (cache: string): Promise<FoundBrowser> => {
  const require = createRequire(import.meta.url);
  const folder = join(dirname(require.resolve('@sparticuz/chromium')), '..');
  const { version } = z.object({ version: z.string() }).parse(require(join(folder, 'package.json')));
  const home = join(cache, `chromium-${version}`);
  if (!existsSync(home)) await unpackBeside(join(folder, 'bin'), home);
  // Behind the system's own path: an installed libnss3 must not be mixed with the packaged one.
  const libraries = [process.env['LD_LIBRARY_PATH'], join(home, 'al2023', 'lib')].filter(Boolean).join(':');
  return {
    executablePath: join(home, 'chromium'),
    environment: { LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: join(home, 'fonts.conf') },
    hasPackagedFont: true,
  };
};

/** Unpacked beside and then renamed: two runs at once, or one that is killed, leave no half browser. */
const unpackBeside = async (archives: string, home: string): Promise<void> => {
  const fresh = `${home}.${process.pid}`;
  mkdirSync(fresh, { recursive: true });
  await withTemporaryFolder(fresh, async () => {
    for (const archive of ARCHIVES) await inflate(join(archives, archive));
  });
  writeFileSync(join(fresh, 'fonts.conf'), fontSettings(home));
  try {
    renameSync(fresh, home);
  } catch (cause) {
    if (!existsSync(home)) throw cause;
    rmSync(fresh, { recursive: true });
  }
};

/** `inflate` writes to the temporary folder, and takes what lies there of whatever version: so it gets one of its own. */
const withTemporaryFolder = async (folder: string, work: () => Promise<void>): Promise<void> => {
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
  try {
    await work();
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
};

/** The packaged settings name /tmp/fonts. These name the true place and nothing of the system: the same pixels everywhere. */
const fontSettings = (home: string): string =>
  `<?xml version="1.0"?><fontconfig><dir>${join(home, 'fonts')}</dir><cachedir>${join(home, 'font-cache')}</cachedir></fontconfig>`;
