/** `npm run app:pack`: one zip of the Freshchat app for the person who uploads it with the vendor's tool. */

import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { runCommand } from './command.ts';
import { readApp } from './freshchat-app/app-files.ts';
import { validate } from './freshchat-app/validate.ts';
import { zipOf } from './freshchat-app/zip.ts';
import type { Help } from './help.ts';

const ROOT = new URL('../freshchat-app/', import.meta.url).pathname;
const FILE = `${ROOT}dist/injixo-freshchat-app.zip`;

const HELP: Help = {
  usage: 'npm run app:pack',
  does: 'Checks the Freshchat app and packs it for hand-over. The upload needs the zip that the vendor\'s "fdk pack" makes.',
  example: 'npm run app:pack',
};

await runCommand(HELP, async () => {
  const app = readApp(ROOT);
  const errors = validate(app).filter(({ level }) => level === 'error');
  for (const { file, message } of errors) console.error(`error: ${file}: ${message}`);
  if (errors.length > 0) {
    console.error('Nothing was packed. Mend the errors first: npm run app:validate');
    process.exitCode = 1;
  } else {
    const zip = zipOf(app);
    mkdirSync(`${ROOT}dist`, { recursive: true });
    writeFileSync(FILE, zip);
    console.log(`${FILE}: ${zip.byteLength} bytes, SHA-256 ${createHash('sha256').update(zip).digest('hex')}`);
    console.log(
      'This zip is for hand-over. The Marketplace takes only what "fdk pack" made: see freshchat-app/README.md.',
    );
  }
});
