/** `npm run app:simulate`: a day of the Freshchat app against the system that `npm start` runs. */

import { parseArgs } from 'node:util';
import { runCommand } from '../../ops/command.ts';
import type { Help } from '../../ops/help.ts';
import { OperatorError } from '../../ops/target.ts';
import { readFreshchatApp } from './platform/app-files.ts';
import { readLocalTarget } from './simulated-day/local-target.ts';
import { simulateApp } from './simulated-day/simulate-app.ts';

const HELP: Help = {
  usage: 'npm run app:simulate -- [--chats 400]',
  does: `Installs the Freshchat app on a simulated Freshworks platform, against the local system of DATA_DIR (npm start), with an
integration of its own. Plays a day of chats through it and shows that every resolved chat is counted once; ends with
code 1 where not.`,
  example: `DATA_DIR=/tmp/freshchat npm start                    # in one terminal, and in another
DATA_DIR=/tmp/freshchat npm run app:simulate -- --chats 1000`,
};

const DEFAULT_CHATS = '400';
const MOST_CHATS = 20_000;

const run = async (): Promise<void> => {
  const { values } = parseArgs({ options: { chats: { type: 'string', default: DEFAULT_CHATS } } });
  const chats = Number(values.chats);
  if (!Number.isInteger(chats) || chats < 1 || chats > MOST_CHATS) {
    throw new OperatorError(`--chats is a whole number from 1 to ${MOST_CHATS}.`);
  }
  const isExact = await simulateApp({
    app: readFreshchatApp(),
    target: readLocalTarget(process.env['DATA_DIR'] ?? '.local'),
    chats,
    now: Date.now(),
    output: process.stdout,
  });
  if (!isExact) process.exitCode = 1;
};

await runCommand(HELP, run);
