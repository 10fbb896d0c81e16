/** Plants one fault after the other in a copy of the checkout, and asks the checks of `npm test` for their verdict. */

import { cpSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { OperatorError } from '../../ops/target.ts';
import { type Copy, copyCheckout } from './checkout-copy.ts';
import type { Mutant } from './mutants.ts';
import { failedFiles } from './test-report.ts';

/** `seenBy`: the test file or the check that was red; undefined: none was. */
export type Verdict = { readonly mutant: Mutant; readonly seenBy: string | undefined };

type Check = { readonly name: string; readonly command: (mutant: Mutant) => readonly string[] };

/** In the copy. */
const REPORT = 'report.json';
const OPTIONS = [
  ...['--bail=1', '--reporter=json', `--outputFile=${REPORT}`, '--passWithNoTests'],
  // Between a test that hangs because of the fault and one that waits for a busy machine.
  '--testTimeout=60000',
];

const vitest = (...args: readonly string[]): readonly string[] => ['vitest', 'run', ...OPTIONS, ...args];
const related = (file: string, projects: readonly string[]): readonly string[] => [
  ...['vitest', 'related', file, '--run', ...OPTIONS],
  ...projects.flatMap((project) => ['--project', project]),
];
const unitTestsOf = (room: string): string => `test/unit/${room.replace('shared/', '')}/`;

/** The nearest and cheapest first. Not the pages in a browser: what only they notice is too far away to be told. */
const CHECKS: readonly Check[] = [
  { name: 'tests of the room', command: ({ room }) => vitest('--project', 'fast', unitTestsOf(room)) },
  { name: 'types', command: () => ['tsc', '--noEmit', '--incremental', '--tsBuildInfoFile', 'types.tsbuildinfo'] },
  { name: 'unit and properties', command: ({ file }) => related(file, ['fast']) },
  { name: 'contract, simulation, engines', command: ({ file }) => related(file, ['thorough', 'isolated']) },
  { name: 'built functions', command: () => vitest('--project', 'isolated', 'test/rehearsal') },
];

export type Judge = { readonly judge: (mutant: Mutant) => Promise<Verdict>; readonly close: () => void };

export const createJudge = (): Judge => {
  const copy = copyCheckout();
  const isGreenWithoutFault = memoize((command) => copy.isGreen(command));

  const judgeBy = async ({ name, command }: Check, mutant: Mutant): Promise<string | undefined> => {
    const isGreen = await withFault(copy, mutant, () => copy.isGreen(command(mutant)));
    if (isGreen) return undefined;
    // A check that is red without the fault as well sees nothing. Of tests, it is enough to ask the red file again.
    const [file] = failedFiles(join(copy.folder, REPORT)).map((path) => relative(copy.folder, path));
    const again = file === undefined ? command(mutant) : vitest(file);
    if (await isGreenWithoutFault(again)) return file ?? name;
    throw new OperatorError(`Red before a fault is planted: ${again.join(' ')}`);
  };

  return {
    judge: async (mutant) => {
      for (const check of CHECKS) {
        const seenBy = await judgeBy(check, mutant);
        if (seenBy !== undefined) return { mutant, seenBy };
      }
      return { mutant, seenBy: undefined };
    },
    close: copy.remove,
  };
};

const withFault = async (copy: Copy, { file, faulty }: Mutant, look: () => Promise<boolean>): Promise<boolean> => {
  const path = join(copy.folder, file);
  writeFileSync(path, faulty);
  try {
    return await look();
  } finally {
    cpSync(file, path);
  }
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
