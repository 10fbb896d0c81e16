/**
 * A count that changes after a reader may have taken it for final says so, in the write that changes it: `correctedAt`,
 * which an index follows. Early by five minutes: clocks differ, and a write is visible a while after its stamp.
 *
 *   hour ──┤end      25 min           30 min: the first reader who may see it final
 *          │          ├─ contacts change: a correction ─▶
 *          │ arrivals: the same, seven days later, for they are complete only then
 */

import { HOUR_MS } from '../core/hour.ts';
import type { Instant } from '../core/instant.ts';
import { MEASURES, type Measures } from './contributions.ts';

const MINUTE_MS = 60_000;
const MARGIN_MS = 5 * MINUTE_MS;
const CONTACTS_FINAL_AFTER_MS = 30 * MINUTE_MS;
const ARRIVALS_FINAL_AFTER_MS = 7 * 24 * HOUR_MS;

/** `hour` as counts name it, `2026-11-22T09:00:00Z`. */
export const isCorrection = (hour: string, before: Measures, after: Measures, now: Instant): boolean => {
  const sinceEndMs = now - (Date.parse(hour) + HOUR_MS);
  return MEASURES.some((measure) => {
    if ((before[measure] ?? 0) === (after[measure] ?? 0)) return false;
    const finalAfterMs = measure.startsWith('contacts') ? CONTACTS_FINAL_AFTER_MS : ARRIVALS_FINAL_AFTER_MS;
    return sinceEndMs >= finalAfterMs - MARGIN_MS;
  });
};
