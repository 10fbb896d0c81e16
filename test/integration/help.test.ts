import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';

const ROOT = new URL('../..', import.meta.url).pathname;
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')));

/** Every npm script that runs a program of ours: a new one is tried here without being named. */
const COMMANDS = Object.entries(scripts).flatMap(([name, line]) => {
  const file = /(?:^|&& )exec node (\S+\.ts)$/.exec(line)?.[1];
  return file === undefined ? [] : [{ name, file }];
});

describe('--help', () => {
  test('is asked of all commands', () => {
    expect(COMMANDS.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['start', 'simulate', 'bench', 'ops:recount', 'ops:status', 'smoke', 'openapi']),
    );
  });

  test.each(COMMANDS)(
    'of $name says how it is called, what it does, and an example, and does nothing',
    ({ name, file }) => {
      // Without a system, a stack or a folder to write to: execFileSync throws unless the exit code is 0.
      const help = execFileSync(process.execPath, [file, '--help'], {
        cwd: ROOT,
        encoding: 'utf8',
        env: {
          PATH: process.env['PATH'],
          NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
          DATA_DIR: '/dev/null',
        },
      });
      const called = name === 'start' ? 'npm start' : `npm run ${name}`;
      expect(help).toMatch(/^Usage\n {2}npm /);
      expect(help.split('\nExample\n')).toEqual([expect.stringContaining(called), expect.stringContaining(called)]);
    },
  );
});
