/** The figures of the scenarios, for people. */

import type { Calls, Figures } from './scenarios.ts';

const HEAD = [
  'scenario',
  'delivered',
  'lost',
  'last after (min)',
  'requests / refused',
  '$db calls / refused',
  '$schedule calls / refused',
  'most at once',
  'keys / largest KB',
];

export const formatFigures = (rows: readonly (readonly [name: string, figures: Figures])[]): string => {
  const cells = rows.map(([name, figures]) => [name, ...cellsOf(figures)]);
  const widths = HEAD.map((title, column) => Math.max(title.length, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ');
  return [line(HEAD), '─'.repeat(line(HEAD).length), ...cells.map(line)].join('\n');
};

const cellsOf = (figures: Figures): readonly string[] => [
  `${figures.delivered}/${figures.expected}`,
  `${figures.lost}`,
  `${figures.lastAfter}`,
  toCell(figures.requests),
  toCell(figures.db),
  toCell(figures.schedules),
  `${figures.mostSchedules}`,
  `${figures.mostKeys} / ${(figures.largestBytes / 1_000).toFixed(1)}`,
];

const toCell = ({ made, refused }: Calls): string => `${made} / ${refused}`;
