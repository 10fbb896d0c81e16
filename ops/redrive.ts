/** `npm run ops:redrive`: sends the messages of the dead-letter queue through record-chats again. */

import { parseArgs } from 'node:util';
import { createDynamoClient } from '../shared/core/dynamo/dynamo-client.ts';
import { createQueueClient } from '../shared/core/sqs/sqs-client.ts';
import { createIsErased } from '../shared/integrations/is-erased.dynamo.ts';
import { runCommand } from './command.ts';
import { redriveDeadLetters } from './dead-letters.ts';
import type { Help } from './help.ts';
import { chooseTarget, OperatorError } from './target.ts';

const HELP: Help = {
  usage: 'npm run ops:redrive',
  does: `Sends the messages that lie in the dead-letter queue now back to the events queue, and deletes those of
integrations whose erasing has begun. Run it after the cause is fixed: what fails again comes back.`,
  example: 'npm run ops:redrive',
};

await runCommand(HELP, async () => {
  parseArgs({ options: {} });
  const target = chooseTarget(process.env);
  const { moved, dropped, failures } = await redriveDeadLetters({
    sqs: createQueueClient(),
    queueUrl: target.queueUrl,
    isErased: createIsErased({ client: createDynamoClient(), table: target.tables.Integrations }),
  });
  console.log(`${moved} messages went from the dead-letter queue back to the events queue of ${target.where}.`);
  if (dropped > 0) console.log(`${dropped} messages were deleted: their integrations are erased.`);
  console.log('What was half recorded before is counted once all the same. Whatever fails again comes back.');
  if (failures.length > 0) {
    throw new OperatorError(`Some messages were left where they are:\n  ${failures.join('\n  ')}\nStart again.`);
  }
});
