/** `npm run ops:status`: every integration, the troubled ones first; below them, that the queue is paused. */

import { parseArgs } from 'node:util';
import { createDynamoClient } from '../shared/core/dynamo/dynamo-client.ts';
import { createQueueClient } from '../shared/core/sqs/sqs-client.ts';
import { runCommand } from './command.ts';
import { findEventsMapping, QUEUE_IS_PAUSED } from './events-mapping.ts';
import type { Help } from './help.ts';
import { readStatusTable } from './status-table.ts';
import { chooseTarget } from './target.ts';

const HELP: Help = {
  usage: 'npm run ops:status',
  does: `Prints every integration with its status, cause, last event and deadline, those in trouble first, and says when the
queue is paused.`,
  example: 'DATA_DIR=.local npm run ops:status',
};

await runCommand(HELP, async () => {
  parseArgs({ options: {} });
  const target = chooseTarget(process.env);
  console.log(`Integrations in ${target.where}\n`);
  console.log(await readStatusTable(createDynamoClient(), target.tables.Integrations, Date.now()));
  const mapping = await findEventsMapping(target, createQueueClient());
  if (await mapping.isPaused()) console.log(`\n${QUEUE_IS_PAUSED}`);
});
