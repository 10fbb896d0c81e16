/** `npm run ops:status`: every integration, the troubled ones first. */

import { parseArgs } from 'node:util';
import { createDynamoClient } from '../shared/adapters/dynamo/client.ts';
import { runCommand } from './command.ts';
import { readStatusTable } from './status-table.ts';
import { chooseTarget } from './target.ts';

await runCommand('npm run ops:status', async () => {
  parseArgs({ options: {} });
  const target = chooseTarget(process.env);
  console.log(`Integrations in ${target.where}\n`);
  console.log(await readStatusTable(createDynamoClient(), target.tables.Integrations, Date.now()));
});
