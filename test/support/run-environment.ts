/** What all processes of one run of the tests share, whichever projects run; the first project makes it. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MADE = 'TESTS_TEMPORARY_FOLDER';

export const setup = (): void => {
  if (process.env[MADE]) return;
  // Libraries and killed processes leave folders behind: they go with the run.
  const folder = mkdtempSync(join(tmpdir(), 'contact-pipeline-tests-'));
  process.env[MADE] = folder;
  process.env['TMPDIR'] = folder;
  // Some two hundred processes load the same libraries: one of them compiles. Coverage would be less exact with it.
  if (!process.argv.includes('--coverage')) {
    process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url));
  }
  // Not at the end of this project: others may still run.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
};
