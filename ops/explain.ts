/** `npm run ops:explain -- --integration ID --chat ID`: what the ledger knows of a chat, where it is counted, and why. */

import { parseArgs } from 'node:util';
import { createDynamoClient } from '../shared/core/dynamo/dynamo-client.ts';
import { randomPause } from '../shared/core/random-pause.ts';
import { createChatLedger } from '../shared/counting/chat-ledger.dynamo.ts';
import { isStored } from '../shared/counting/chat-ledger.port.ts';
import { explain } from '../shared/counting/explanation.ts';
import { runCommand } from './command.ts';
import type { Help } from './help.ts';
import { chooseTarget, OperatorError } from './target.ts';

const HELP: Help = {
  usage: 'npm run ops:explain -- --integration <integrationId> --chat <chatId>',
  does: 'Prints what the ledger knows of a chat, where the chat is counted, and why.',
  example: 'npm run ops:explain -- --integration demo.0123456789ab --chat conv-81',
};

await runCommand(HELP, async () => {
  const { values } = parseArgs({ options: { integration: { type: 'string' }, chat: { type: 'string' } } });
  const { integration: integrationId, chat: chatId } = values;
  if (!integrationId || !chatId) throw new OperatorError('Name an integration and a chat.');

  const target = chooseTarget(process.env);
  const ledger = createChatLedger({ client: createDynamoClient(), table: target.tables.Chats, pause: randomPause });
  const [stored] = await ledger.read([{ integrationId, chatId }]);
  if (stored && !isStored(stored))
    throw new OperatorError('The ledger holds the chat in a shape that this version cannot read.');
  if (!stored) {
    throw new OperatorError(`The ledger of ${target.where} knows no such chat: no terminal event of it was recorded.`);
  }
  const { known, counted, why } = explain(stored.chat, stored.contributions);
  const indent = (lines: readonly string[]) => lines.map((line) => `  ${line}`).join('\n');
  console.log(`Chat ${chatId} of ${integrationId}, version ${stored.version}, in ${target.where}`);
  console.log(`\nThe ledger knows\n${indent(known)}\n\nCounted in\n${indent(counted)}\n\nWhy\n${indent(why)}`);
});
