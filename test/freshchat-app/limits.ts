/**
 * `npm run app:limits`: what the platform's limits mean for accounts of different sizes. The real app plays each scenario
 * on the platform of this folder, in virtual time; every figure is counted, none is computed.
 */

import { parseArgs } from 'node:util';
import { runCommand } from '../../ops/command.ts';
import type { Help } from '../../ops/help.ts';
import { OperatorError } from '../../ops/target.ts';
import { formatFigures } from './limits-table.ts';
import { readFreshchatApp } from './platform/app-files.ts';
import { type Figures, play, SCENARIOS, type Scenario } from './scenarios.ts';

const HELP: Help = {
  usage: 'npm run app:limits -- [--only <part of a name>]',
  does: `Plays the scenarios of the app's outbox and prints what was delivered, lost, called and refused. Takes about a minute.`,
  example: 'npm run app:limits -- --only "600 in 1 min"',
};

const BAR_WIDTH = 30;

const showProgress = (name: string, minute: number, until: number): void => {
  if (!process.stderr.isTTY) return;
  const filled = Math.round((BAR_WIDTH * minute) / until);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}`;
  process.stderr.write(`\r${bar} minute ${minute} of ${until}: ${name}\u001b[K${minute === until ? '\r\u001b[K' : ''}`);
};

const run = async (only: string): Promise<void> => {
  const app = readFreshchatApp();
  const scenarios: readonly Scenario[] = Object.values(SCENARIOS).filter(({ name }) => name.includes(only));
  if (scenarios.length === 0) throw new OperatorError(`No scenario has "${only}" in its name.`);
  const rows: (readonly [string, Figures])[] = [];
  for (const scenario of scenarios) {
    const { figures } = await play(app, scenario, (minute) => showProgress(scenario.name, minute, scenario.until));
    rows.push([scenario.name, figures]);
    if (!process.stderr.isTTY) process.stderr.write(`${scenario.name}: ${figures.delivered}/${figures.expected}\n`);
  }
  process.stdout.write(`${formatFigures(rows)}\n`);
};

await runCommand(HELP, async () => {
  const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });
  await run(values.only);
});
