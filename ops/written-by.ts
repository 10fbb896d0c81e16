/** `npm run ops:written-by -- --integration ID --key ID --since T`: the chats and the hours that an API key decided. */

import { parseArgs } from 'node:util';
import { showProgress } from '../sample-day/progress.ts';
import { createDynamoClient } from '../shared/core/dynamo/dynamo-client.ts';
import { HOUR_MS } from '../shared/core/hour.ts';
import { parseRfc3339, toRfc3339 } from '../shared/core/instant.ts';
import { isStored } from '../shared/counting/chat-ledger.port.ts';
import { type Decision, decisionsOf } from '../shared/counting/decisions.ts';
import { createLedgerPages } from '../shared/counting/ledger-pages.dynamo.ts';
import { createReadCountRows } from '../shared/reading/count-rows.dynamo.ts';
import { runCommand } from './command.ts';
import type { Help } from './help.ts';
import { chooseTarget, OperatorError, type Target } from './target.ts';

const HELP: Help = {
  usage: 'npm run ops:written-by -- --integration <integrationId> --key <keyId> --since <RFC 3339>',
  does: `Lists the chats that an API key decided by events which we received since then, and the hours in which they are
counted: for a key that leaked. A part is the end of a chat, its queue, or its creation. Changes nothing.
It reads the whole ledger of the integration: a read unit for a dozen chats, about 2 US cents for a million of them.`,
  example: 'npm run ops:written-by -- --integration demo.0123456789ab --key 7Yk2Lm0pQr5t --since 2026-11-22T00:00:00Z',
};

const OPTIONS = { integration: { type: 'string' }, key: { type: 'string' }, since: { type: 'string' } } as const;

/** A key as a person may paste it: `ijx_<keyId>_<secret>_<checksum>`. */
const WHOLE_KEY = /^ijx_/;
const ALL_HOURS = { from: Date.UTC(2014, 0, 1), to: Date.UTC(9999, 11, 31) };

/** Each ended chat is one contact: near enough for a progress bar, and a tenth of the ledger's price. */
const countChats = async (client: ReturnType<typeof createDynamoClient>, target: Target, integrationId: string) => {
  let chats = 0;
  const read = createReadCountRows({ client, table: target.tables.ContactCounts, onUnreadable: () => undefined });
  await read({ integrationId, ...ALL_HOURS, measure: 'contacts' }, ({ quarters }) => {
    for (const contacts of quarters) chats += contacts;
    return true;
  });
  return chats;
};

const describe = (chatId: string, decisions: readonly Decision[]): string =>
  `  ${chatId}  ${[...new Set(decisions.map(({ part }) => part))].join(', ')}  ${[...new Set(decisions.flatMap(({ hours }) => hours))].join(' and ')}`;

/** Neighbouring hours as one range. */
const toRanges = (hours: Iterable<string>): readonly (readonly [from: number, until: number])[] => {
  const ranges: [number, number][] = [];
  for (const hour of [...hours].map((text) => Date.parse(text)).sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last?.[1] === hour) last[1] = hour + HOUR_MS;
    else ranges.push([hour, hour + HOUR_MS]);
  }
  return ranges;
};

await runCommand(HELP, async () => {
  const { integration: integrationId, key: keyId, since: sinceText } = parseArgs({ options: OPTIONS }).values;
  if (!integrationId || !keyId) throw new OperatorError('Name an integration and a key.');
  if (WHOLE_KEY.test(keyId)) {
    throw new OperatorError('--key takes the id of the key, its second part, and never the key itself.');
  }
  const since = parseRfc3339(sinceText ?? '');
  if (since === undefined) throw new OperatorError('--since is an RFC 3339 time: 2026-11-22T00:00:00Z.');

  const target = chooseTarget(process.env);
  const client = createDynamoClient();
  const total = await countChats(client, target, integrationId);
  const progress = showProgress('read', total, process.stderr);
  const hours = new Set<string>();
  const seen = { chats: 0, decided: 0, unreadable: 0, readUnits: 0 };
  console.log(`Decided by the API key ${keyId} since ${toRfc3339(since)}, in ${target.where}`);
  for await (const { chats, readUnits } of createLedgerPages({ client, table: target.tables.Chats })(integrationId)) {
    seen.readUnits += readUnits;
    seen.chats += chats.length;
    for (const found of chats) {
      if (!isStored(found)) {
        seen.unreadable += 1;
        continue;
      }
      const decisions = decisionsOf(found.chat, found.contributions).filter(
        ({ receipt }) => receipt?.keyId === keyId && receipt.at >= since,
      );
      if (decisions.length === 0) continue;
      seen.decided += 1;
      for (const hour of decisions.flatMap((one) => one.hours)) hours.add(hour);
      console.log(describe(found.chatId, decisions));
    }
    progress.update(seen.chats);
  }
  progress.end();
  const ranges = toRanges(hours);
  console.log(`\n${seen.decided} of ${seen.chats} chats, for ${Math.ceil(seen.readUnits)} read units.`);
  if (seen.unreadable > 0) console.log(`${seen.unreadable} chats are not readable, and not looked at.`);
  if (ranges.length === 0) return;
  const lines = ranges.map(([from, until]) => `  ${toRfc3339(from)} until ${toRfc3339(until)}`);
  console.log(`\nThey are counted in these hours:\n${lines.join('\n')}`);
});
