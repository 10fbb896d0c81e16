/** How large a page may be: an answer of Lambda has 6 MB, and every reader has a memory. */

import type { PageSize } from './columns.ts';

const MAX_BYTES = 5_000_000;
const MAX_CELLS = 500_000;
const MAX_ROWS = 120_000;

/** A cell is a value and what was counted, of a few digits each. */
const BYTES_OF_A_CELL = 8;
/** `2026-11-22 09:00:00;12;12;;chats` and the end of the line. */
const BYTES_OF_A_ROW = 40;
/** Quotes, backslashes and controls in a name take more. */
const ESCAPED = 2;

export const fitsInJson = ({ intervals, queues, nameBytes }: PageSize): boolean =>
  intervals * queues <= MAX_CELLS && intervals * queues * BYTES_OF_A_CELL + nameBytes * ESCAPED <= MAX_BYTES;

export const fitsInCsv = ({ intervals, queues, nameBytes }: PageSize): boolean =>
  intervals * queues <= MAX_ROWS && intervals * (queues * BYTES_OF_A_ROW + nameBytes) <= MAX_BYTES;
