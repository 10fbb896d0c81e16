/** Counts for people: a row an interval, a column a queue, and the holes below. */

import { toRfc3339 } from '../shared/core/instant.ts';
import { labelOf } from '../shared/reading/intervals.ts';
import type { ContactCounts } from '../shared/reading/read-contact-counts.ts';

const GAP = '  ';

export const formatContactCounts = (
  {
    page,
    holes,
    completeFrom,
    completeUntil,
  }: Pick<ContactCounts, 'page' | 'holes' | 'completeFrom' | 'completeUntil'>,
  timeZone: string,
): string => {
  const queues = page.series.map(({ queue }) => queue);
  const rows = page.starts.map((start, index) => [
    labelOf(start, timeZone),
    ...page.series.map(({ values }) => toCell(values[index] ?? null, page.verdicts[index]?.state)),
  ]);
  const totals = ['total', ...page.series.map(({ total }) => toCell(total, 'final'))];
  const promised = [completeFrom, completeUntil].map((at) => (at === undefined ? 'not yet' : toRfc3339(at)));
  return [
    align([[timeZone, ...queues], ...rows, totals]),
    '',
    `Complete from ${promised[0]} until ${promised[1]}. ? chats may be missing; ~ may still change.`,
    ...holes.map(
      ({ from, until, cause, recovery }) =>
        `Hole from ${toRfc3339(from)} until ${toRfc3339(until)}: ${cause}, recovery: ${recovery}.`,
    ),
  ].join('\n');
};

/** A zero is said; what cannot be known is no number. */
const toCell = (value: number | null, state: string | undefined): string => {
  if (value === null) return '?';
  return state === 'provisional' ? `~${value}` : `${value}`;
};

const align = (rows: readonly (readonly string[])[]): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join(GAP)).join('\n');
};
