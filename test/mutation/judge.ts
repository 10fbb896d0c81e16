/** Plants one fault after the other in a copy of the checkout, and asks the checks of `npm test` for their verdict. */

import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { OperatorError } from '../../ops/target.ts';
import type { Mutant } from './mutants.ts';

/** The check that saw the fault; undefined: none did. */
export type Verdict = { readonly mutant: Mutant; readonly seenBy: string | undefined };

/** A fault that lets a check hang is seen: `npm test` ends by its time-outs as well. */
const PATIENCE_MS = 10 * 60_000;
/** Between a test that hangs because of the fault and one that waits for a busy machine. */
const TEST_TIMEOUT = '--testTimeout=60000';

type Check = { readonly name: string; readonly command: (mutant: Mutant) => readonly string[] };

const vitest = (...args: readonly string[]): readonly string[] => [
  ...['vitest', 'run', '--bail=1', '--reporter=dot', TEST_TIMEOUT, '--passWithNoTests'],
  ...args,
];
const related = (file: string, projects: readonly string[]): readonly string[] => [
  ...['vitest', 'related', file, '--run', '--bail=1', '--reporter=dot', TEST_TIMEOUT, '--passWithNoTests'],
  ...projects.flatMap((project) => ['--project', project]),
];

/** The nearest and cheapest first. */
const CHECKS: readonly Check[] = [
  { name: 'tests of the room', command: ({ room }) => vitest('--project', 'fast', unitTestsOf(room)) },
  { name: 'types', command: () => ['tsc', '--noEmit', '--incremental', '--tsBuildInfoFile', 'types.tsbuildinfo'] },
  { name: 'unit and properties', command: ({ file }) => related(file, ['fast']) },
  { name: 'contract, simulation, engines', command: ({ file }) => related(file, ['thorough', 'isolated']) },
  { name: 'built functions', command: () => vitest('--project', 'isolated', 'test/rehearsal') },
];

const unitTestsOf = (room: string): string => `test/unit/${room.replace('shared/', '')}/`;

export type Judge = { readonly judge: (mutant: Mutant) => Promise<Verdict>; readonly close: () => void };

export const createJudge = (): Judge => {
  const copy = copyOfCheckout();
  const isGreenWithout = memoize((command: readonly string[]) => isGreen(copy, command));

  const isSeenBy = async ({ command }: Check, mutant: Mutant): Promise<boolean> => {
    const path = join(copy, mutant.file);
    writeFileSync(path, mutant.faulty);
    const green = await isGreen(copy, command(mutant));
    cpSync(mutant.file, path);
    if (green) return false;
    // A check that is red without the fault as well sees nothing.
    if (await isGreenWithout(command(mutant))) return true;
    throw new OperatorError(`Red before a fault is planted: ${command(mutant).join(' ')}`);
  };

  return {
    judge: async (mutant) => {
      for (const check of CHECKS) {
        if (await isSeenBy(check, mutant)) return { mutant, seenBy: check.name };
      }
      return { mutant, seenBy: undefined };
    },
    close: () => rmSync(copy, { recursive: true, force: true }),
  };
};

const copyOfCheckout = (): string => {
  const copy = mkdtempSync(join(tmpdir(), 'mutation-'));
  const tracked = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' }).split('\0');
  for (const file of tracked.filter((name) => name !== '' && existsSync(name))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(file, join(copy, file));
  }
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
  return copy;
};

const memoize = (judge: (command: readonly string[]) => Promise<boolean>) => {
  const known = new Map<string, Promise<boolean>>();
  return (command: readonly string[]): Promise<boolean> => {
    const key = command.join(' ');
    const answer = known.get(key) ?? judge(command);
    known.set(key, answer);
    return answer;
  };
};

/** A process group of its own, so that what a check started ends with it. */
const isGreen = (cwd: string, [tool = '', ...args]: readonly string[]): Promise<boolean> =>
  new Promise((done, failed) => {
    const child = spawn(join(cwd, 'node_modules/.bin', tool), args, { cwd, stdio: 'ignore', detached: true });
    const end = (): void => void (child.pid !== undefined && process.kill(-child.pid, 'SIGKILL'));
    const patience = setTimeout(end, PATIENCE_MS);
    child.on('error', failed);
    child.on('exit', (code) => {
      clearTimeout(patience);
      done(code === 0);
    });
  });
