/**
 * Time comes from the event (docs/counting-rules.md, rule 7). More than five minutes in the future or before 2015 is
 * refused: milliseconds read as seconds, and the reverse, land there. So is what is too old for an app to hold: whoever
 * has a key must not be able to move chats of years ago.
 */

import { type Instant, parseRfc3339 } from '../core/instant.ts';

export type TimeProblem = 'not_rfc3339' | 'in_future' | 'before_2015';

export type ParsedTime =
  | { readonly ok: true; readonly instant: Instant }
  | { readonly ok: false; readonly problem: TimeProblem };

const MAX_AHEAD_MS = 5 * 60_000;
const EARLIEST: Instant = Date.UTC(2015, 0, 1);

/** Reads an event's time, `now` being the instant at which it was received. */
export const parseEventTime = (text: string, now: Instant): ParsedTime => {
  const instant = parseRfc3339(text);
  if (instant === undefined) return { ok: false, problem: 'not_rfc3339' };
  if (instant < EARLIEST) return { ok: false, problem: 'before_2015' };
  if (isInFuture(instant, now)) return { ok: false, problem: 'in_future' };
  return { ok: true, instant };
};

const DAY_MS = 24 * 60 * 60_000;
/** Longer than any outbox holds, and than our own queues (18 days). */
const MAX_AGE_MS = 35 * DAY_MS;

/** Whether it happened too long before it was received. A backfill that is open accepts what came since its instant. */
export const isTooOld = (instant: Instant, receivedAt: Instant, acceptsFrom: Instant = receivedAt): boolean =>
  instant < Math.min(receivedAt - MAX_AGE_MS, acceptsFrom);

/** Beyond what clocks that differ explain. */
export const isInFuture = (instant: Instant, now: Instant): boolean => instant > now + MAX_AHEAD_MS;
