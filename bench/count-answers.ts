/** Answers of the read API without a table: what reading costs is left out, what they hold is the same. */

import type { Instant } from '../shared/core/instant.ts';
import type { CountRow } from '../shared/reading/columns.ts';
import { fitsInJson } from '../shared/reading/page-limits.ts';
import { createReadContactCounts } from '../shared/reading/read-contact-counts.ts';
import { toContactCountsJson } from '../shared/reading/reading-json.ts';
import { contactCountsQuerySchema } from '../shared/reading/reading-requests.ts';
import { INTEGRATION_ID } from './day.ts';
import { queueName } from './items.ts';

const HOUR_MS = 60 * 60_000;
/** Three figures an hour, as a large team has them. */
const QUARTERS = [10, 10, 11, 11];

/** As it is asked for, in text: the answer to a page of final hours, each queue with a count in each of them. */
export const answerAsJson = async (asked: Readonly<Record<string, string>>, queues: number): Promise<string> => {
  const query = contactCountsQuerySchema.parse(asked);
  const end = query.to ?? query.from;
  const account = { until: end, known: end, heardAt: end, gaps: [] };
  const readContactCounts = createReadContactCounts({
    findCompleteness: async () => ({
      completeness: { claims: { completeFrom: 0, accounts: new Map([['bench', account]]) }, holes: [] },
      outages: [],
    }),
    readCountRows: async ({ from, to }, take) => {
      for (const row of rowsOf(from, to, queues)) if (!take(row)) return;
    },
    findGroupNames: async () => [],
    clock: () => end + HOUR_MS,
  });
  const outcome = await readContactCounts(INTEGRATION_ID, query, fitsInJson);
  if (outcome.kind !== 'read') throw new Error('A range was not read.');
  return JSON.stringify(toContactCountsJson(INTEGRATION_ID, query, outcome.answer, null));
};

function* rowsOf(from: Instant, to: Instant, queues: number): Iterable<CountRow> {
  for (let hour = from; hour < to; hour += HOUR_MS) {
    for (let queue = 0; queue < queues; queue += 1) yield { hour, queue: queueName(queue), quarters: QUARTERS };
  }
}
