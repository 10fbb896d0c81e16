/** `npm run openapi`: writes docs/openapi.json from the schemas; a test fails when the two differ. */

import { writeFileSync } from 'node:fs';
import { createOpenApi } from '../shared/api/openapi.ts';
import { toApiTypes } from './api-types.ts';
import { runCommand } from './command.ts';
import type { Help } from './help.ts';

const DOCUMENT = new URL('../docs/openapi.json', import.meta.url);
const TYPES = new URL('../console/src/api/schema.d.ts', import.meta.url);

const HELP: Help = {
  usage: 'npm run openapi',
  does: "Writes docs/openapi.json from the schemas of the HTTP API, and the console's types. Tests fail while they differ.",
  example: 'npm run openapi && git diff docs/openapi.json',
};

await runCommand(HELP, async () => {
  const document = createOpenApi();
  writeFileSync(DOCUMENT, `${JSON.stringify(document, undefined, 2)}\n`);
  writeFileSync(TYPES, toApiTypes(document));
});
