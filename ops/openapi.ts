/** `npm run openapi`: writes docs/openapi.json from the schemas; a test fails when the two differ. */

import { writeFileSync } from 'node:fs';
import { createOpenApi } from '../shared/api/openapi.ts';
import { runCommand } from './command.ts';
import type { Help } from './help.ts';

const FILE = new URL('../docs/openapi.json', import.meta.url);

const HELP: Help = {
  usage: 'npm run openapi',
  does: 'Writes docs/openapi.json from the schemas of the HTTP API. A test fails while the two differ.',
  example: 'npm run openapi && git diff docs/openapi.json',
};

await runCommand(HELP, async () => {
  writeFileSync(FILE, `${JSON.stringify(createOpenApi(), undefined, 2)}\n`);
});
