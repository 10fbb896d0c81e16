import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const SERVER = new URL('../server/', import.meta.url);
const LIB = readdirSync(new URL('lib/', SERVER)).map((name) => `lib/${name}`);
const SOURCES = new Map(['server.js', ...LIB].map((name) => [name, readFileSync(new URL(name, SERVER), 'utf8')]));
const exportsOf = (source) => [...source.matchAll(/^exports\.(\w+) = /gm)].map(([, name]) => name);

/** The dead-code check of the house cannot see through `require` of the sandbox. */
const unusedExports = (sources) =>
  [...sources].flatMap(([file, source]) => {
    const thing = file.replace(/^lib\/|\.js$/g, '');
    const others = [...sources].filter(([other]) => other !== file).map(([, text]) => text);
    const isUsed = (name) => others.some((text) => new RegExp(`\\b${thing}\\.${name}\\b`).test(text));
    return exportsOf(source)
      .filter((name) => !isUsed(name))
      .map((name) => `${file}: ${name}`);
  });

describe('the server code', () => {
  it('exports nothing that no other file uses', () => {
    expect(unusedExports(SOURCES)).toEqual([]);
    const source = `${SOURCES.get('lib/time.js')}exports.unused = 1;\n`;
    expect(unusedExports(new Map([...SOURCES, ['lib/time.js', source]]))).toEqual(['lib/time.js: unused']);
  });

  it('keeps nothing between two invocations', () => {
    for (const source of SOURCES.values()) expect(source).not.toMatch(/^(?:let|var) /m);
  });

  it('names the version that the package has', () => {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', SERVER), 'utf8'));
    expect(SOURCES.get('lib/wire.js')).toContain(`const VERSION = '${version}';`);
  });
});
