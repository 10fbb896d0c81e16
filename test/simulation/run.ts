/** `npm run simulate`: the long run of the fault simulation. */

import { parseArgs } from 'node:util';
import { runCommand } from '../../ops/command.ts';
import type { Help } from '../../ops/help.ts';
import { OperatorError } from '../../ops/target.ts';
import { replayCommand } from './replay.ts';
import { simulate } from './simulate.ts';

const HELP: Help = {
  usage: 'npm run simulate -- [--seeds <number>] [--seed <first>]',
  does: `Plays random histories of events, faults and operators against the real use cases and checks the counts of each.
2,000 seeds from 1 unless told otherwise. With one seed, or at the first violation, the history is printed line by line.`,
  example: 'npm run simulate -- --seeds 200000 --seed 1',
};

const readSeeds = (): { readonly first: number; readonly seeds: number } => {
  const { values } = parseArgs({ options: { seeds: { type: 'string' }, seed: { type: 'string' } } });
  const first = Number(values.seed ?? 1);
  const seeds = Number(values.seeds ?? (values.seed === undefined ? 2_000 : 1));
  if (Number.isSafeInteger(first) && Number.isSafeInteger(seeds)) return { first, seeds };
  throw new OperatorError('--seed and --seeds are whole numbers.');
};

const BAR_WIDTH = 40;

const showProgress = (done: number, seeds: number): void => {
  if (!process.stderr.isTTY && done % 1_000 !== 0 && done !== seeds) return;
  const filled = Math.round((done / seeds) * BAR_WIDTH);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}`;
  process.stderr.write(
    `${process.stderr.isTTY ? '\r' : ''}${bar} ${done} of ${seeds} histories${process.stderr.isTTY ? '' : '\n'}`,
  );
};

const print = (line: string): void => void process.stdout.write(`${line}\n`);

await runCommand(HELP, async () => {
  const { first, seeds } = readSeeds();
  for (let seed = first; seed < first + seeds; seed += 1) {
    const violation = await simulate(seed);
    if (seeds > 1) showProgress(seed - first + 1, seeds);
    if (violation === undefined && seeds > 1) continue;
    print('');
    await simulate(seed, undefined, print);
    print(
      violation === undefined ? 'The books balance.' : `Seed ${seed}: ${violation}\nReplay: ${replayCommand(seed)}`,
    );
    if (violation !== undefined) process.exitCode = 1;
    if (violation !== undefined) break;
  }
});
