/** What is known of an hour. The API decides between final, provisional and unknown; the rest follows from the clock. */

export type HourState =
  | 'counted'
  | 'zero'
  | 'provisional'
  /** Counted before anybody could say that it was all. */
  | 'unconfirmed'
  | 'unknown'
  | 'future'
  | 'not_connected';

export type Known = {
  readonly now: number;
  /** From then on the app says what is complete; nothing where it never has. */
  readonly completeFrom: number | undefined;
  /** Of the integration; nothing where it may not be read. */
  readonly createdAt: number | undefined;
};

export const hourState = (
  letter: string | undefined,
  count: number,
  startsAt: number,
  endsAt: number,
  { now, completeFrom, createdAt }: Known,
): HourState => {
  if (letter === 'F') return count === 0 ? 'zero' : 'counted';
  // Whatever is not promised is no number: a letter that this page does not know, too.
  if (letter !== 'P') return 'unknown';
  if (count === 0 && startsAt >= now) return 'future';
  const connectedAt = Math.min(createdAt ?? Number.NEGATIVE_INFINITY, completeFrom ?? Number.POSITIVE_INFINITY);
  if (count === 0 && endsAt <= connectedAt) return 'not_connected';
  return completeFrom !== undefined && endsAt <= completeFrom ? 'unconfirmed' : 'provisional';
};
