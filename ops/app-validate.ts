/** `npm run app:validate`: checks the Freshchat app against what the vendor's tool is known to check. */

import { readApp } from './freshchat-app/app-files.ts';
import { validate } from './freshchat-app/validate.ts';

const faults = validate(readApp(new URL('../freshchat-app', import.meta.url).pathname));
for (const { level, file, message } of faults) console.log(`${level}: ${file}: ${message}`);
const errors = faults.filter(({ level }) => level === 'error').length;
console.log(`${errors} errors, ${faults.length - errors} warnings. The vendor's own check is "fdk validate".`);
process.exitCode = errors > 0 ? 1 : 0;
