/**
 * `npm run smoke -- --url URL --key KEY`: sends one synthetic chat through the HTTP API, twice, and waits until it is
 * counted once. Use the key of an integration made for it: the chat is counted there for ever, in a queue of its own.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createDynamoClient } from '../shared/core/dynamo/dynamo-client.ts';
import { hourAfter, hourOf } from '../shared/core/hour.ts';
import { type Instant, toRfc3339 } from '../shared/core/instant.ts';
import { createReadCounts } from '../shared/counting/count-range.dynamo.ts';
import type { HourRange } from '../shared/counting/count-range.port.ts';
import { parseApiKey } from '../shared/intake/api-key.ts';
import { createFindKey } from '../shared/intake/api-keys.dynamo.ts';
import { runCommand } from './command.ts';
import type { Help } from './help.ts';
import { chooseTarget, OperatorError } from './target.ts';

const HELP: Help = {
  usage: 'npm run smoke -- --url <https://…> --key <injixo API key>',
  does: `Sends one synthetic chat to POST /v1/events, twice, and waits until it is counted once. The chat stays in the counts:
use the key of an integration that was made for this test.`,
  example: 'npm run smoke -- --url http://127.0.0.1:8787 --key "$(node -p \'require("./.local/local.json").apiKey\')"',
};

/** The tally's batching window is 30 s; a cold start or two and the first poll of a new mapping come on top. */
const PATIENCE_MS = 3 * 60_000;
const BETWEEN_LOOKS_MS = 2_000;

const smoke = async (): Promise<void> => {
  const { values } = parseArgs({ options: { url: { type: 'string' }, key: { type: 'string' } } });
  const { url, key } = values;
  if (!url || !key) throw new OperatorError('Name the URL of the HTTP API and an API key.');

  const target = chooseTarget(process.env);
  const client = createDynamoClient();
  const integrationId = await integrationOf(client, target.tables.ApiKeys, key);

  const now = Date.now();
  const event = toEvent(now);
  for (const delivery of ['first', 'second']) {
    const status = await post(new URL('/v1/events', url), key, event);
    if (status !== 202) throw new OperatorError(`The ${delivery} delivery was answered ${status}, not 202.`);
  }
  console.log(`Answered 202, twice. Waiting until ${target.where} has counted the chat …`);

  const hour = hourOf(now);
  const place = { integrationId, from: hour, to: hourAfter(hour), queue: event.chat.group.name };
  const contacts = await waitForCount(client, target.tables.ContactCounts, place);
  if (contacts !== 1) throw new OperatorError(`One chat was sent, and ${contacts} were counted.`);
  console.log(`Counted once, ${((Date.now() - now) / 1_000).toFixed(1)} s after it was sent.`);
};

const toEvent = (now: Instant) => ({
  id: `smoke:${now}`,
  type: 'chat.resolved',
  occurredAt: toRfc3339(now),
  chat: { id: `smoke-${now}`, group: { name: `Smoke test ${toRfc3339(now)}` } },
});

const integrationOf = async (client: DynamoDBClient, table: string, key: string): Promise<string> => {
  const parsed = parseApiKey(key);
  if (!parsed) throw new OperatorError('This is not an API key: its checksum is wrong. Copy the whole key again.');
  const known = await createFindKey({ client, table })(parsed.keyId);
  if (!known) throw new OperatorError('The key belongs to another system than the one that the tables are of.');
  return known.integrationId;
};

const post = async (url: URL, key: string, event: unknown): Promise<number> => {
  try {
    const { status } = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(event),
      signal: AbortSignal.timeout(20_000),
    });
    return status;
  } catch (cause) {
    throw new OperatorError(`${url.origin} does not answer.`, { cause });
  }
};

type Place = HourRange & { readonly queue: string };

const waitForCount = async (client: DynamoDBClient, table: string, { queue, ...hours }: Place): Promise<number> => {
  const readCounts = createReadCounts({ client, table });
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(BETWEEN_LOOKS_MS)) {
    const { counts } = await readCounts(hours);
    const count = counts.find((one) => one.queue === queue);
    if (count) return count.measures.contacts ?? 0;
  }
  throw new OperatorError('The chat was accepted and not counted within three minutes; docs/runbook.md knows more.');
};

await runCommand(HELP, smoke);
