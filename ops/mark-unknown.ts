/** `npm run ops:mark-unknown -- --integration ID --from T --to T --reason key_leaked`: hours that nobody should learn from. */

import { parseArgs } from 'node:util';
import { showProgress } from '../sample-day/progress.ts';
import { createMarkedHours, type MarkedHours } from '../shared/completeness/marked-hours.dynamo.ts';
import { createDynamoClient } from '../shared/core/dynamo/dynamo-client.ts';
import { endOfHour, HOUR_MS, startOfHour } from '../shared/core/hour.ts';
import { parseRfc3339, toRfc3339 } from '../shared/core/instant.ts';
import { systemClock } from '../shared/core/system-clock.ts';
import { runCommand } from './command.ts';
import type { Help } from './help.ts';
import { chooseTarget, OperatorError } from './target.ts';

const REASON = 'key_leaked';

const HELP: Help = {
  usage: `npm run ops:mark-unknown -- --integration <integrationId> --from <RFC 3339> --to <RFC 3339> --reason ${REASON}
npm run ops:mark-unknown -- --integration <integrationId> --from <RFC 3339> --to <RFC 3339> --undo`,
  does: `Marks whole hours of an integration as unknown: the read API, its CSV, the console and direct readers then take their
counts for no numbers to learn from. The counts stay. Those of the hours come again as corrections, one write unit each,
so that whoever took an hour for final hears of it. --undo takes a mark of just these hours away. May be repeated.`,
  example: `npm run ops:mark-unknown -- --integration demo.0123456789ab --from 2026-11-22T09:00:00Z --to 2026-11-22T12:00:00Z --reason ${REASON}`,
};

const OPTIONS = {
  integration: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  reason: { type: 'string' },
  undo: { type: 'boolean', default: false },
} as const;

type Values = { readonly integration?: string; readonly from?: string; readonly to?: string };

const FIRST_HOUR = Date.UTC(2015, 0, 1);

/** Every hour that the range touches. */
const toHours = ({ integration: integrationId, ...range }: Values, now: number): MarkedHours => {
  if (!integrationId) throw new OperatorError('Name an integration.');
  const [from, to] = [range.from, range.to].map((text) => parseRfc3339(text ?? ''));
  if (from === undefined || to === undefined) {
    throw new OperatorError('--from and --to are RFC 3339 times: 2026-11-22T00:00:00Z.');
  }
  if (to <= from) throw new OperatorError('--to lies behind --from.');
  if (from < FIRST_HOUR || to > endOfHour(now)) {
    throw new OperatorError('Hours from 2015 until now can be marked; what is still to come cannot.');
  }
  return { integrationId, from: startOfHour(from), until: endOfHour(to - 1) };
};

await runCommand(HELP, async () => {
  const { undo, reason, ...values } = parseArgs({ options: OPTIONS }).values;
  const hours = toHours(values, systemClock());
  if (!undo && reason !== REASON) throw new OperatorError(`--reason is ${REASON}: people read it as the cause.`);
  if (undo && reason !== undefined) throw new OperatorError('--undo takes no --reason.');
  const target = chooseTarget(process.env);
  const marked = createMarkedHours({
    client: createDynamoClient(),
    integrations: target.tables.Integrations,
    contactCounts: target.tables.ContactCounts,
  });
  const text = `${toRfc3339(hours.from)} until ${toRfc3339(hours.until)}`;
  if (undo) {
    if (!(await marked.unmark(hours))) throw new OperatorError(`There is no mark of just ${text}.`);
  } else {
    const outcome = await marked.mark(hours, REASON);
    if (outcome === 'not_found') throw new OperatorError(`There is no such integration in ${target.where}.`);
    if (outcome === 'wider_mark') {
      throw new OperatorError('A mark with the same beginning reaches further. Undo that one first to shorten it.');
    }
  }
  console.log(`${text}: ${undo ? 'no longer marked' : 'unknown now'}, in ${target.where}`);
  const progress = showProgress('announced hours', (hours.until - hours.from) / HOUR_MS, process.stderr);
  const told = await marked.announce(hours, (hour) => progress.update((Date.parse(hour) - hours.from) / HOUR_MS + 1));
  progress.update((hours.until - hours.from) / HOUR_MS);
  progress.end();
  console.log(`${told} counts are announced as corrections; readers see them within five minutes or so.`);
});
