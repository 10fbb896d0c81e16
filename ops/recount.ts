/** `npm run ops:recount`: finds where counts and ledger differ; `--apply` mends exactly that, `--resume` ends a pause. */

import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createDynamoClient } from '../shared/core/dynamo/dynamo-client.ts';
import { hourOf } from '../shared/core/hour.ts';
import { parseRfc3339, toRfc3339 } from '../shared/core/instant.ts';
import { createQueueClient } from '../shared/core/sqs/sqs-client.ts';
import type { HourRange } from '../shared/counting/count-range.port.ts';
import { createRecountTables, findCountedIntegrations } from '../shared/counting/recount.dynamo.ts';
import {
  type Drift,
  type Finding,
  findDrift,
  type Mending,
  mendDrift,
  type RecountPorts,
} from '../shared/counting/recount.ts';
import { runCommand } from './command.ts';
import { findEventsMapping, QUEUE_IS_PAUSED } from './events-mapping.ts';
import type { Help } from './help.ts';
import { createTallyLag } from './tally-lag.ts';
import { chooseTarget, OperatorError, type Target } from './target.ts';

const HELP: Help = {
  usage: `npm run ops:recount -- --integration <integrationId> --from <RFC 3339> --to <RFC 3339> [--apply]
npm run ops:recount -- --everything [--apply]
npm run ops:recount -- --resume`,
  does: `Compares the counts of an integration with its ledger and prints where they differ; changes nothing.
--apply pauses the queue, adds the differences once, and resumes it. --everything does so for all integrations in one
pause, after a restored table. --resume ends the pause of a recount that was killed.`,
  example:
    'npm run ops:recount -- --integration demo.0123456789ab --from 2026-11-22T00:00:00Z --to 2026-11-23T00:00:00Z',
};

const OPTIONS = {
  integration: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  everything: { type: 'boolean', default: false },
  apply: { type: 'boolean', default: false },
  resume: { type: 'boolean', default: false },
} as const;

/** A ledger change is counted within a batching window of 30 s and a few retries; three minutes are many of them. */
const PACE = { settleMs: 3 * 60_000, nearZeroMs: 60_000 };
/** Here the batching window is a second. */
const LOCAL_PACE = { settleMs: 3_000, nearZeroMs: 2_000 };

type EventsMapping = Awaited<ReturnType<typeof findEventsMapping>>;

const show = async (ports: RecountPorts, ranges: readonly HourRange[]): Promise<void> => {
  const { drift, unreadableCounts, unreadableChats }: Finding = await findDrift(ports, ranges);
  console.log(
    drift.length === 0 ? 'Counts and ledger agree.' : `${describe(drift)}\n\nNothing was changed. --apply mends it.`,
  );
  tellUnreadableCounts(unreadableCounts);
  if (unreadableChats > 0) console.log(unreadableChatsSentence(unreadableChats));
};

/** Nothing can be added to them: docs/runbook.md, repair-queue-not-empty, says how to mend one by hand. */
const tellUnreadableCounts = (keys: readonly string[]): void => {
  if (keys.length > 0) console.log(`Not readable, and left out until mended by hand:\n  ${keys.join('\n  ')}`);
};

const unreadableChatsSentence = (chats: number): string =>
  `${chats} chats of the ledger hold no readable contributions. Mend them by docs/data-model.md, then recount: else what they count would be taken away.`;

const apply = async (ports: RecountPorts, ranges: readonly HourRange[], wasPaused: boolean): Promise<void> => {
  // Ctrl-C in the middle must not leave the queue paused.
  const resumeOurs = async () => (wasPaused ? undefined : await ports.mapping.resume());
  const interrupted = () => void resumeOurs().finally(() => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupted);
  const recountId = `${new Date().toISOString()}-${randomBytes(4).toString('hex')}`;
  console.log(
    `The queue ${wasPaused ? 'was paused before, and stays so' : 'is paused until this ends'}; events wait in it and none is lost.`,
  );
  const mending = await mendDrift(ports, ranges, recountId);
  if (mending.kind !== 'mended') throw new OperatorError(reasonOf(mending));
  const { added, moved, unreadableCounts, recountedUntil } = mending;
  console.log(`The ledger is in the counts until ${toRfc3339(recountedUntil)}: no repetition counts it again.`);
  tellUnreadableCounts(unreadableCounts);
  if (added.length + moved.length === 0) console.log('Counts and ledger agree.');
  if (added.length > 0) console.log(`${describe(added)}\n\nAdded, under the recount id ${recountId}.`);
  if (moved.length > 0)
    throw new OperatorError(`${moved.length} counts changed meanwhile and were left alone. Recount again.`);
};

const reasonOf = (mending: Exclude<Mending, { kind: 'mended' }>): string => {
  switch (mending.kind) {
    case 'not_at_rest':
      return 'The tally did not come to rest, and nothing was changed. See the alarm tally-iterator-age.';
    case 'not_paused':
      return 'Somebody switched the queue meanwhile, and nothing was changed. Recount again.';
    case 'unreadable_chats':
      return unreadableChatsSentence(mending.chats);
  }
};

const resume = async (mapping: EventsMapping): Promise<void> => {
  if (!(await mapping.isPaused())) return console.log('The queue is not paused.');
  await mapping.resume();
  console.log('The queue is on again, and what waited in it is being counted.');
};

const toRange = (values: { integration?: string; from?: string; to?: string }): HourRange => {
  const { integration: integrationId } = values;
  if (!integrationId) throw new OperatorError('Name an integration.');
  const [from, to] = [values.from, values.to].map((text) => parseRfc3339(text ?? ''));
  if (from === undefined || to === undefined) {
    throw new OperatorError('--from and --to are RFC 3339 times: 2026-11-22T00:00:00Z.');
  }
  const range = { integrationId, from: hourOf(from), to: hourOf(to) };
  if (range.from >= range.to)
    throw new OperatorError('--to lies at least an hour behind --from; whole hours are recounted.');
  return range;
};

const describeRange = ({ integrationId, from, to }: HourRange): string => `${integrationId}, ${from} until ${to}`;

const everything = async (client: DynamoDBClient, { tables }: Target): Promise<readonly HourRange[]> => {
  const ids = await findCountedIntegrations(client, [tables.Chats, tables.ContactCounts]);
  return ids.map((integrationId) => ({ integrationId, from: FIRST_HOUR, to: LAST_HOUR }));
};

/** Before the first event that is welcome (rule 7), and after the last one. */
const FIRST_HOUR = '2014-01-01T00:00:00Z';
const LAST_HOUR = '9999-12-31T23:00:00Z';

const describe = (drift: readonly Drift[]): string =>
  drift
    .map(({ integrationId, hour, queue, measures }) => {
      const changes = Object.entries(measures).map(([name, by]) => `${name} ${by > 0 ? '+' : ''}${by}`);
      return `  ${integrationId}  ${hour}  ${queue}  ${changes.join(', ')}`;
    })
    .join('\n');

await runCommand(HELP, async () => {
  const { values } = parseArgs({ options: OPTIONS });
  const range = values.resume || values.everything ? undefined : toRange(values);
  if (values.resume && values.apply) throw new OperatorError('--resume stands alone.');
  const target = chooseTarget(process.env);
  const mapping = await findEventsMapping(target, createQueueClient());
  if (values.resume) return await resume(mapping);
  const pace = target.isLocal ? LOCAL_PACE : PACE;
  const client = createDynamoClient();
  const ports: RecountPorts = {
    ...createRecountTables({
      client,
      chats: target.tables.Chats,
      contactCounts: target.tables.ContactCounts,
    }),
    mapping,
    tally: { lagMs: createTallyLag(target.tallyFunction), nearZeroMs: pace.nearZeroMs },
    settleMs: pace.settleMs,
    wait: setTimeout,
  };
  const ranges = range ? [range] : await everything(client, target);
  console.log(`Counts of ${range ? describeRange(range) : `all ${ranges.length} integrations`}, in ${target.where}`);
  const isPaused = await mapping.isPaused();
  if (isPaused) console.log(`\n${QUEUE_IS_PAUSED}\n`);
  await (values.apply ? apply(ports, ranges, isPaused) : show(ports, ranges));
});
