/** `npm run app:pack`: one zip of the Freshchat app for the person who uploads it with the vendor's tool. */

import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { readApp } from './freshchat-app/app-files.ts';
import { validate } from './freshchat-app/validate.ts';
import { zipOf } from './freshchat-app/zip.ts';

const ROOT = new URL('../freshchat-app/', import.meta.url).pathname;
const FILE = `${ROOT}dist/injixo-freshchat-app.zip`;

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
