/** Contacts per hour and source queue, for people. Fits 120 columns with six queues of ordinary names. */

import type { StoredCount } from './stored-counts.ts';

type Count = Pick<StoredCount, 'hour' | 'queue' | 'contacts'>;

const GAP = '  ';

/** A row for each of the hours, whether or not anything was counted in it; `?` where nothing can be known. */
export const formatCounts = (
  counts: readonly Count[],
  hours: readonly string[],
  unknown: ReadonlySet<string> = new Set(),
): string => {
  const queues = [...new Set(counts.map(({ queue }) => queue))].sort(byTotal(counts));
  const sum = (some: readonly Count[]): number => some.reduce((total, { contacts }) => total + contacts, 0);
  const row = (title: string, some: readonly Count[]): readonly string[] => [
    title,
    ...queues.map((queue) => toCell(sum(some.filter((count) => count.queue === queue)))),
    toCell(sum(some)),
  ];
  const head = ['UTC hour', ...queues, 'total'];
  const body = hours.map((hour) =>
    unknown.has(hour)
      ? head.map((_, column) => (column === 0 ? hour.slice(11, 16) : '?'))
      : row(
          hour.slice(11, 16),
          counts.filter((count) => count.hour === hour),
        ),
  );
  return align([head, ...body, row('total', counts)]);
};

const toCell = (contacts: number): string => (contacts === 0 ? '·' : `${contacts}`);

/** The busiest queue first. */
const byTotal =
  (counts: readonly Count[]) =>
  (a: string, b: string): number => {
    const total = (queue: string): number =>
      counts.reduce((sum, count) => (count.queue === queue ? sum + count.contacts : sum), 0);
    return total(b) - total(a);
  };

const align = (rows: readonly (readonly string[])[]): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join(GAP));
  const rule = '─'.repeat(lines[0]?.length ?? 0);
  return [lines[0], rule, ...lines.slice(1, -1), rule, lines.at(-1)].join('\n');
};
