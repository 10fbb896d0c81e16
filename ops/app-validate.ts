/** `npm run app:validate`: checks the Freshchat app against what the vendor's tool is known to check. */

import { runCommand } from './command.ts';
import { readApp } from './freshchat-app/app-files.ts';
import { validate } from './freshchat-app/validate.ts';
import type { Help } from './help.ts';

const HELP: Help = {
  usage: 'npm run app:validate',
  does: 'Checks freshchat-app/ against what the vendor\'s "fdk validate" is known to check. It does not replace that tool.',
  example: 'npm run app:validate && npm run app:pack',
};

await runCommand(HELP, async () => {
  const faults = validate(readApp(new URL('../freshchat-app', import.meta.url).pathname));
  for (const { level, file, message } of faults) console.log(`${level}: ${file}: ${message}`);
  const errors = faults.filter(({ level }) => level === 'error').length;
  console.log(`${errors} errors, ${faults.length - errors} warnings. The vendor's own check is "fdk validate".`);
  process.exitCode = errors > 0 ? 1 : 0;
});
