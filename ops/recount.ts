/** `npm run ops:recount`: finds where counts and ledger differ; `--apply` mends exactly that, `--resume` ends a pause. */

import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createDynamoClient } from '../shared/core/dynamo/dynamo-client.ts';
import { hourOf } from '../shared/core/hour.ts';
import { parseRfc3339 } from '../shared/core/instant.ts';
import { createQueueClient } from '../shared/core/sqs/sqs-client.ts';
import { systemClock } from '../shared/core/system-clock.ts';
import { createRecountTables } from '../shared/counting/recount.dynamo.ts';
import { type Drift, findDrift, mendDrift, type RecountPorts, type RecountRange } from '../shared/counting/recount.ts';
import { runCommand } from './command.ts';
import { findEventsMapping, QUEUE_IS_PAUSED } from './events-mapping.ts';
import { createTallyLag } from './tally-lag.ts';
import { chooseTarget, OperatorError } from './target.ts';

const USAGE =
  'npm run ops:recount -- --integration <integrationId> --from <RFC 3339> --to <RFC 3339> [--apply], or -- --resume';

const OPTIONS = {
  integration: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  apply: { type: 'boolean', default: false },
  resume: { type: 'boolean', default: false },
} as const;

/** A ledger change is counted within a batching window of 30 s and a few retries; three minutes are many of them. */
const PACE = { settleMs: 3 * 60_000, nearZeroMs: 60_000 };
/** Here the batching window is a second. */
const LOCAL_PACE = { settleMs: 3_000, nearZeroMs: 2_000 };

type EventsMapping = Awaited<ReturnType<typeof findEventsMapping>>;

const show = async (ports: RecountPorts, range: RecountRange): Promise<void> => {
  const drift = await findDrift(ports, range);
  console.log(
    drift.length === 0 ? 'Counts and ledger agree.' : `${describe(drift)}\n\nNothing was changed. --apply mends it.`,
  );
};

const apply = async (ports: RecountPorts, range: RecountRange): Promise<void> => {
  // Ctrl-C in the middle must not leave the queue paused.
  const interrupted = () => void ports.mapping.resume().finally(() => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupted);
  const recountId = `${new Date().toISOString()}-${randomBytes(4).toString('hex')}`;
  console.log('The queue is paused until this ends; events wait in it and none is lost.');
  const mending = await mendDrift(ports, range, recountId);
  if (mending.kind === 'not_at_rest') {
    throw new OperatorError(
      'The tally did not come to rest, and nothing was changed. See the alarm tally-iterator-age.',
    );
  }
  const { added, moved } = mending;
  if (added.length + moved.length === 0) console.log('Counts and ledger agree.');
  if (added.length > 0) console.log(`${describe(added)}\n\nAdded, under the recount id ${recountId}.`);
  if (moved.length > 0)
    throw new OperatorError(`${moved.length} counts changed meanwhile and were left alone. Recount again.`);
};

const resume = async (mapping: EventsMapping): Promise<void> => {
  if (!(await mapping.isPaused())) return console.log('The queue is not paused.');
  await mapping.resume();
  console.log('The queue is on again, and what waited in it is being counted.');
};

const toRange = (values: { integration?: string; from?: string; to?: string }): RecountRange => {
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

const describe = (drift: readonly Drift[]): string =>
  drift
    .map(({ hour, queue, measures }) => {
      const changes = Object.entries(measures).map(([name, by]) => `${name} ${by > 0 ? '+' : ''}${by}`);
      return `  ${hour}  ${queue}  ${changes.join(', ')}`;
    })
    .join('\n');

await runCommand(USAGE, async () => {
  const { values } = parseArgs({ options: OPTIONS });
  const range = values.resume ? undefined : toRange(values);
  if (values.resume && values.apply) throw new OperatorError('--resume stands alone.');
  const target = chooseTarget(process.env);
  const mapping = await findEventsMapping(target, createQueueClient());
  if (!range) return await resume(mapping);
  const pace = target.isLocal ? LOCAL_PACE : PACE;
  const ports: RecountPorts = {
    ...createRecountTables({
      client: createDynamoClient(),
      chats: target.tables.Chats,
      contactCounts: target.tables.ContactCounts,
      clock: systemClock,
    }),
    mapping,
    tally: { lagMs: createTallyLag(target.tallyFunction), nearZeroMs: pace.nearZeroMs },
    settle: () => setTimeout(pace.settleMs),
  };
  console.log(`Counts of ${range.integrationId}, ${range.from} until ${range.to}, in ${target.where}`);
  if (values.apply) return await apply(ports, range);
  if (await mapping.isPaused()) console.log(`\n${QUEUE_IS_PAUSED}\n`);
  await show(ports, range);
});
