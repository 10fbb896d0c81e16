/**
 * Where a reader of the corrections stands. A place is an instant and a count, so that thousands of one instant are
 * paged right; the first one, and one that has seen all, is an instant alone.
 */

import { parseCursor, toCursor } from '../core/http/cursor.ts';
import { type Instant, parseRfc3339, toRfc3339 } from '../core/instant.ts';
import type { CorrectionPlace } from './reading.port.ts';

/** A correction is visible at the latest two minutes after its stamp, and clocks differ by one. */
const HELD_BACK_MS = 5 * 60_000;
/** Answers of the same minutes are equal to the byte: a cursor may be early, never late. */
const ROUNDED_TO_MS = 15 * 60_000;

/** What the feed serves at this time, and no later. */
export const horizonAt = (now: Instant): Instant => now - HELD_BACK_MS;

/** Whoever read the counts at `now` misses nothing that the feed says from here on. */
export const firstPlace = (now: Instant): CorrectionPlace => ({
  at: Math.floor(horizonAt(now) / ROUNDED_TO_MS) * ROUNDED_TO_MS,
});

const SEPARATOR = ' ';

export const toChangesCursor = (integrationId: string, { at, hourQueue }: CorrectionPlace): string =>
  toCursor(`changes ${integrationId}`, `${toRfc3339(at)}${hourQueue === undefined ? '' : `${SEPARATOR}${hourQueue}`}`);

export const parseChangesCursor = (integrationId: string, cursor: string): CorrectionPlace | undefined => {
  const after = parseCursor(`changes ${integrationId}`, cursor);
  if (after === undefined) return undefined;
  const end = after.indexOf(SEPARATOR);
  const at = parseRfc3339(end === -1 ? after : after.slice(0, end));
  if (at === undefined) return undefined;
  return end === -1 ? { at } : { at, hourQueue: after.slice(end + SEPARATOR.length) };
};
