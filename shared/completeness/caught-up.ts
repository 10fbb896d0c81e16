/**
 * How far the counts have caught up with what was received: whatever was received until then is counted. All three
 * signs are needed. While a queue drains after an outage, probes overtake the chats that wait in it; and a probe
 * proves one shard of the stream, not its neighbour.
 */

import type { Instant } from '../core/instant.ts';

/** An age, and the instant at which it was measured. */
export type MeasuredAge = { readonly at: Instant; readonly ageMs: number };

export type CaughtUpSigns = {
  /** When the newest probe was sent that is counted. */
  readonly probeSentAt?: Instant;
  /** Of the oldest record that the tally has not taken. */
  readonly iterator?: MeasuredAge;
  /** Of the oldest message that waits for the recorder. */
  readonly queue?: MeasuredAge;
};

/** Never goes back; a sign that is missing raises nothing. */
export const caughtUpAfter = (before: Instant | undefined, signs: CaughtUpSigns): Instant | undefined => {
  const { probeSentAt, iterator, queue } = signs;
  if (probeSentAt === undefined || iterator === undefined || queue === undefined) return before;
  const now = Math.min(probeSentAt, iterator.at - iterator.ageMs, queue.at - queue.ageMs);
  return before === undefined ? now : Math.max(before, now);
};
