/**
 * `npm run openapi`: writes docs/openapi.json from the schemas, and the console's types from the document; tests fail
 * when one of them differs.
 */

import { writeFileSync } from 'node:fs';
import { createOpenApi } from '../shared/api/openapi.ts';
import { toApiTypes } from './api-types.ts';

const DOCUMENT = new URL('../docs/openapi.json', import.meta.url);
const TYPES = new URL('../console/src/api/schema.d.ts', import.meta.url);

const document = createOpenApi();
writeFileSync(DOCUMENT, `${JSON.stringify(document, undefined, 2)}\n`);
writeFileSync(TYPES, toApiTypes(document));
