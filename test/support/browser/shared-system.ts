/**
 * A process of its own for the local system that all browser tests share: vitest's own main process cannot load it.
 * Says its addresses to the parent, and ends with it.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalSystem } from '../../../local/system.ts';
import { ADMIN_TOKENS } from './accounts.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'contact-pipeline-browser-'));
const system = await startLocalSystem({ dataDir, port: 0, report: () => undefined, adminTokens: ADMIN_TOKENS });

process.once('disconnect', async () => {
  await system.close();
  rmSync(dataDir, { recursive: true, force: true });
});
const { url, dynamodbEndpoint, tables } = system.connection;
const { Integrations, ContactCounts } = tables;
process.send?.({
  url,
  consoleLink: system.newConsoleLink(),
  tables: { dynamodbEndpoint, Integrations, ContactCounts },
});
