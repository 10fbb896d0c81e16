/** The heat map as it stands in the page, compared cell by cell with what the API answers. Shares no code with the page. */

import type { Page } from 'playwright-core';
import * as z from 'zod';

export const countsSchema = z.object({
  intervals: z.object({ starts: z.array(z.string()), states: z.string() }),
  series: z.array(z.object({ queue: z.string(), values: z.array(z.int().nullable()), counted: z.array(z.int()) })),
});
export type AnsweredCounts = z.output<typeof countsSchema>;

const cellsSchema = z.array(z.array(z.object({ shown: z.string(), spoken: z.string(), isHatched: z.boolean() })));

/** Row by row; what is hidden from the eye is what a screen reader says behind the number. */
const READ_CELLS = `[...document.querySelectorAll('.heat tbody tr')].map((row) =>
  [...row.querySelectorAll('td.hour')].map((cell) => ({
    shown: [...cell.childNodes].filter(({ nodeType }) => nodeType === 3).map(({ data }) => data).join(''),
    spoken: cell.querySelector('.visually-hidden').textContent.trim(),
    isHatched: getComputedStyle(cell).backgroundImage !== 'none',
  })),
)`;

const readCells = async (page: Page) => cellsSchema.parse(await page.evaluate(READ_CELLS));

/** One line a fault. Days of 24 hours only, all of which have begun or are still to come. */
export const heatMapFaultsOf = async (
  page: Page,
  { intervals, series }: AnsweredCounts,
): Promise<readonly string[]> => {
  const cells = (await readCells(page)).flat();
  if (cells.length !== intervals.starts.length) return [`${cells.length} cells for ${intervals.starts.length} hours`];
  return intervals.starts.flatMap((start, index) => {
    const count = series.reduce((sum, { counted }) => sum + (counted[index] ?? 0), 0);
    const isUnknown = intervals.states[index] === 'U';
    const isProvisional = intervals.states[index] === 'P';
    const cell = cells[index];
    const allowed = isUnknown ? ['?'] : isProvisional && count === 0 ? ['0', ''] : [String(count)];
    if (!cell || !allowed.includes(cell.shown)) return [`${start} shows ${cell?.shown}, not ${allowed.join(' or ')}`];
    if (isUnknown !== cell.isHatched) return [`${start} is ${isUnknown ? 'not ' : ''}hatched`];
    return isUnknown && cell.spoken !== 'unknown: not zero' ? [`${start} says ${cell.spoken}`] : [];
  });
};
