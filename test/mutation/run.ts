/** `npm run mutate`: plants faults that nobody chose, and says which of them no check of `npm test` notices. */

import { parseArgs } from 'node:util';
import { runCommand } from '../../ops/command.ts';
import type { Help } from '../../ops/help.ts';
import { OperatorError } from '../../ops/target.ts';
import { reasonIfEquivalent } from './equivalents.ts';
import { createJudge, type Verdict } from './judge.ts';
import { drawMutants, type Mutant } from './mutants.ts';

const HELP: Help = {
  usage: 'npm run mutate -- [--seed <number>] [--count <number>] [--room <shared/counting>]',
  does: `Draws faults by seed (60 from seed 1 unless told otherwise), the rooms taking turns, plants each in a copy of the
checkout and runs the checks of npm test until one is red. Prints the faults that none noticed, and a summary by room.
The checkout itself is only read. Takes about half a minute a fault.`,
  example: 'npm run mutate -- --seed 7 --count 120',
};

type Args = { readonly seed: number; readonly count: number; readonly room: string | undefined };

const readArgs = (): Args => {
  const { values } = parseArgs({
    options: { seed: { type: 'string' }, count: { type: 'string' }, room: { type: 'string' } },
  });
  const seed = Number(values.seed ?? 1);
  const count = Number(values.count ?? 60);
  if (!Number.isSafeInteger(seed) || !(count > 0)) throw new OperatorError('--seed and --count are whole numbers.');
  return { seed, count, room: values.room };
};

const describe = ({ file, line, original, replacement }: Mutant): string =>
  `${file}:${line}\n    - ${oneLine(original)}\n    + ${oneLine(replacement)}`;

const oneLine = (code: string): string => code.replace(/\s+/g, ' ').slice(0, 160);

const tell = ({ mutant, seenBy }: Verdict, number: number, count: number): void => {
  const equivalent = reasonIfEquivalent(mutant);
  const verdict = seenBy ?? (equivalent === undefined ? 'NOT NOTICED' : `changes nothing: ${equivalent}`);
  console.log(
    `${number} of ${count}  ${verdict}  ${seenBy === undefined ? describe(mutant) : `${mutant.file}:${mutant.line}`}`,
  );
};

const summarize = (verdicts: readonly Verdict[]): void => {
  const rooms = [...Map.groupBy(verdicts, ({ mutant }) => mutant.room), ['all rooms', verdicts] as const];
  console.log('');
  for (const [room, judged] of rooms) {
    const noticed = judged.filter(({ seenBy }) => seenBy !== undefined).length;
    const unnoticed = judged.filter(({ seenBy }) => seenBy === undefined);
    const equivalent = unnoticed.filter(({ mutant }) => reasonIfEquivalent(mutant) !== undefined).length;
    const share = Math.floor((1_000 * noticed) / Math.max(1, judged.length - equivalent)) / 10;
    console.log(
      `${room.padEnd(22)} ${`${share}`.padStart(5)} %  ${noticed} noticed of ${judged.length}, ${equivalent} change nothing`,
    );
  }
};

await runCommand(HELP, async () => {
  const { seed, count, room } = readArgs();
  const mutants = await drawMutants(seed, count, room);
  if (mutants.length === 0) throw new OperatorError('There is no such room.');
  const { judge, close } = createJudge();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      close();
      process.exit(1);
    });
  }
  const verdicts: Verdict[] = [];
  try {
    for (const mutant of mutants) {
      verdicts.push(await judge(mutant));
      const last = verdicts.at(-1);
      if (last !== undefined) tell(last, verdicts.length, mutants.length);
    }
  } finally {
    close();
  }
  summarize(verdicts);
  const isMissed = ({ mutant, seenBy }: Verdict): boolean =>
    seenBy === undefined && reasonIfEquivalent(mutant) === undefined;
  if (verdicts.some(isMissed)) process.exitCode = 1;
});
