/** `npm run openapi`: writes docs/openapi.json from the schemas; a test fails when the two differ. */

import { writeFileSync } from 'node:fs';
import { createOpenApi } from '../shared/api/openapi.ts';

const FILE = new URL('../docs/openapi.json', import.meta.url);

writeFileSync(FILE, `${JSON.stringify(createOpenApi(), undefined, 2)}\n`);
