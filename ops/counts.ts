/** `npm run ops:counts -- --integration ID --from T --to T`: contact counts as readers of the API get them, in a terminal. */

import { parseArgs } from 'node:util';
import { createDynamoClient } from '../shared/core/dynamo/dynamo-client.ts';
import { randomPause } from '../shared/core/random-pause.ts';
import { systemClock } from '../shared/core/system-clock.ts';
import { createGroupNames } from '../shared/counting/group-names.dynamo.ts';
import { createFindCompleteness } from '../shared/reading/completeness.dynamo.ts';
import { toContactsCsv } from '../shared/reading/contacts-csv.ts';
import { createReadCountRows } from '../shared/reading/count-rows.dynamo.ts';
import { createReadContactCounts } from '../shared/reading/read-contact-counts.ts';
import { contactCountsQuerySchema } from '../shared/reading/reading-requests.ts';
import { runCommand } from './command.ts';
import { formatContactCounts } from './counts-table.ts';
import type { Help } from './help.ts';
import { chooseTarget, OperatorError } from './target.ts';

const HELP: Help = {
  usage: [
    'npm run ops:counts -- --integration <integrationId> --from <time> [--to <time>]',
    '  [--interval PT15M|PT30M|PT1H|P1D] [--zone Europe/Berlin] [--measure contacts|arrivals] [--csv]',
  ].join('\n'),
  does: 'Prints contact counts with what may be believed of them: ? where chats may be missing, ~ where hours still fill.',
  example:
    'npm run ops:counts -- --integration demo.0123456789ab --from 2026-11-22T00:00:00Z --to 2026-11-23T00:00:00Z',
};

const OPTIONS = {
  integration: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  interval: { type: 'string' },
  zone: { type: 'string' },
  measure: { type: 'string' },
  csv: { type: 'boolean', default: false },
} as const;

const given = (values: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

await runCommand(HELP, async () => {
  const { integration, zone, csv, ...asked } = parseArgs({ options: OPTIONS }).values;
  if (!integration) throw new OperatorError('Name an integration.');
  const query = contactCountsQuerySchema.safeParse(given({ ...asked, timeZone: zone }));
  if (!query.success) {
    throw new OperatorError(`Not valid: ${query.error.issues.map(({ path }) => path.join('.')).join(', ')}.`);
  }
  const target = chooseTarget(process.env);
  const client = createDynamoClient();
  const read = createReadContactCounts({
    findCompleteness: createFindCompleteness({ client, table: target.tables.Integrations }),
    readCountRows: createReadCountRows({
      client,
      table: target.tables.ContactCounts,
      onUnreadable: (key) => console.error(`Not a count: ${key}`),
    }),
    findGroupNames: createGroupNames({ client, table: target.tables.Integrations, pause: randomPause }).read,
    clock: systemClock,
  });
  const outcome = await read(integration, query.data, () => true);
  if (outcome.kind === 'not_found') throw new OperatorError(`There is no such integration in ${target.where}.`);
  if (outcome.kind === 'refused') throw new OperatorError(outcome.problem.message);
  const { answer } = outcome;
  const { timeZone } = query.data;
  console.log(
    csv ? toContactsCsv(answer.page, timeZone, answer.readAt).trimEnd() : formatContactCounts(answer, timeZone),
  );
});
