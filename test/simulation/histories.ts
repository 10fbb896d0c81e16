/** Runs the histories of many seeds, and tells the first one that breaks, line by line. */

import { replayCommand } from './replay.ts';
import { simulate } from './simulate.ts';

/** The last lines; the command prints all. */
const LINES = 200;

/** What to print of the first violation, or `undefined` when all books balance. */
export const firstViolation = async (from: number, to: number): Promise<string | undefined> => {
  for (let seed = from; seed <= to; seed += 1) {
    const violation = await simulate(seed);
    if (violation === undefined) continue;
    const lines: string[] = [];
    await simulate(seed, undefined, (line) => lines.push(line));
    return [...lines.slice(-LINES), `Seed ${seed}: ${violation}`, `Replay: ${replayCommand(seed)}`].join('\n');
  }
  return undefined;
};
