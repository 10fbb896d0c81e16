/**
 * The columns of injixo's own import of contacts. A row is a number: what cannot be known has no row, and a zero has
 * one. An interval that has not ended has none either, for a zero of the future would be read as a quiet hour.
 */

import type { Instant } from '../core/instant.ts';
import { localTimeOf } from './intervals.ts';
import type { KnownPage } from './known-values.ts';

const HEADER = 'queue;timestamp;offered;handled;aht;channel';
const END_OF_LINE = '\r\n';

/** Offered and handled are the same: a chat is counted when it ends. There is no handling time (aht) to be had. */
export const toContactsCsv = ({ starts, to, verdicts, series }: KnownPage, timeZone: string, now: Instant): string => {
  const timestamps = starts.map((start) => `${localTimeOf(start, timeZone, ' ')}:00`);
  const isRow = verdicts.map(
    ({ state }, index) => state === 'final' || (state === 'provisional' && (starts[index + 1] ?? to) <= now),
  );
  const lines = [HEADER];
  for (const { queue, values } of series) {
    const name = textCell(queue);
    for (const [index, value] of values.entries()) {
      if (isRow[index]) lines.push(`${name};${timestamps[index]};${value};${value};;chats`);
    }
  }
  return `${lines.join(END_OF_LINE)}${END_OF_LINE}`;
};

/** What a spreadsheet would take for a formula; the apostrophes keep different names different. */
const LOOKS_LIKE_A_FORMULA = /^'*[=+\-@\t\r]/;
const NEEDS_QUOTES = /[";\r\n]/;

const textCell = (text: string): string => {
  const safe = LOOKS_LIKE_A_FORMULA.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
