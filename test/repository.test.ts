/** What a newcomer reads first must be true: links, citations of rules, the pinned version of Node. */

import { existsSync, globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';

const ROOT = new URL('..', import.meta.url).pathname;
const read = (file: string): string => readFileSync(`${ROOT}${file}`, 'utf8');

const PAGES = globSync(['*.md', 'docs/**/*.md', '.github/*.md'], { cwd: ROOT });

/** GitHub's anchor of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');

const anchorsOf = (page: string): readonly string[] =>
  [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading));

const brokenLinksOf = (page: string): readonly string[] =>
  [...read(page).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].flatMap(([, link = '']) => {
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? page : posix.join(posix.dirname(page), path);
    if (!existsSync(`${ROOT}${target}`)) return [`${page}: ${link} is not there`];
    return anchor === undefined || anchorsOf(target).includes(anchor) ? [] : [`${page}: ${link} has no such heading`];
  });

test('every link of a page leads somewhere', () => {
  expect(PAGES).toEqual(expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'docs/evolving.md']));
  expect(PAGES.flatMap(brokenLinksOf)).toEqual([]);
});

test('every file and folder of ours that a page names is there', () => {
  const missing = PAGES.flatMap((page) =>
    [...read(page).matchAll(/`((?:functions|infra|local|sample-day|shared|test)\/[\w./-]+)`/g)].flatMap(
      ([, path = '']) => (existsSync(`${ROOT}${path}`) ? [] : [`${page}: ${path}`]),
    ),
  );
  expect(missing).toEqual([]);
});

describe('the counting rules', () => {
  const rules = new Set([...read('docs/counting-rules.md').matchAll(/^## Rule (\d+)/gm)].map(([, number]) => number));
  const sources = globSync('{functions,infra,local,ops,sample-day,shared,test}/**/*.ts', { cwd: ROOT });

  test('that a comment cites are on the page, and no comment cites a page that is not here', () => {
    const cited = /counting-rules\.md, rules? ([\d, and]+)/g;
    const faults = sources.flatMap((file) => {
      const source = read(file);
      const numbers = [...source.matchAll(cited)].flatMap(([, list = '']) => list.match(/\d+/g) ?? []);
      return [
        ...numbers.filter((number) => !rules.has(number)).map((number) => `${file}: rule ${number}`),
        ...(/^\s*(?:\/\*\*|\*|\/\/) (?:Section|Rules?) \d/m.test(source) ? [`${file}: of which page?`] : []),
      ];
    });
    expect([rules.size, faults]).toEqual([10, []]);
  });

  test('name files that are there', () => {
    const named = [...read('docs/counting-rules.md').matchAll(/`([\w./-]+\.ts)`/g)].map(([, file = '']) => file);
    const missing = named.filter(
      (file) => !existsSync(`${ROOT}${file.includes('/') ? '' : 'shared/counting/'}${file}`),
    );
    expect(missing).toEqual([]);
    expect(named.length).toBeGreaterThan(8);
  });
});

test('the pinned version of Node is the one that npm installs', () => {
  const { optionalDependencies: binaries } = z
    .object({ optionalDependencies: z.record(z.string(), z.string()) })
    .parse(JSON.parse(read('local/platform/package.json')));
  const versions = Object.entries(binaries).flatMap(([name, version]) => (name.startsWith('node-') ? [version] : []));
  expect(new Set(versions)).toEqual(new Set([read('.node-version').trim()]));
});
