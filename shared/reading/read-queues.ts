/** The source queues of a range: what they are called, what they counted, and which Freshchat group is behind them. */

import type { NamesOfGroups } from './joined-groups.ts';
import type { KnownSeries } from './known-values.ts';
import type { ReadContactCounts, ReadOutcome } from './read-contact-counts.ts';
import type { QueuesQuery } from './reading-requests.ts';

export type QueuesRead = { readonly series: readonly KnownSeries[]; readonly names: NamesOfGroups };

export type ReadQueues = (integrationId: string, query: QueuesQuery) => Promise<ReadOutcome<QueuesRead>>;

/** A hundred days are a hundred intervals: what fits is decided by the number of queues, and all of them are one page. */
const ALL_OF_THEM = (): boolean => true;

export const createReadQueues =
  (readContactCounts: ReadContactCounts): ReadQueues =>
  async (integrationId, query) => {
    const days = { ...query, interval: 'P1D', timeZone: 'UTC', queue: [], join: 'name', state: 'all' } as const;
    const outcome = await readContactCounts(integrationId, days, ALL_OF_THEM);
    if (outcome.kind !== 'read') return outcome;
    const { page, names } = outcome.answer;
    return { kind: 'read', answer: { series: page.series, names } };
  };
