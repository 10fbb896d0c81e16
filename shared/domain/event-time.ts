/**
 * Rule 7: time comes from the event. RFC 3339 with an offset, seconds to milliseconds. More than five minutes in the
 * future or before 2015 is refused: milliseconds read as seconds, and the reverse, land there.
 */

/** Milliseconds since the Unix epoch. */
export type Instant = number;

export type TimeProblem = 'not_rfc3339' | 'in_future' | 'before_2015';

export type ParsedTime =
  | { readonly ok: true; readonly instant: Instant }
  | { readonly ok: false; readonly problem: TimeProblem };

const MAX_AHEAD_MS = 5 * 60_000;
const EARLIEST: Instant = Date.UTC(2015, 0, 1);

// RFC 3339 section 5.6, whose T and Z may be lower case. Longer fractions than milliseconds are not ours to round.
const RFC_3339 =
  /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,3})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i;

/** Date.parse lets 30 February pass as 2 March. */
const isCalendarDate = (year: number, month: number, day: number): boolean =>
  month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();

/** Reads any RFC 3339 time with an offset. */
export const parseRfc3339 = (text: string): Instant | undefined => {
  const [matched, year, month, day] = RFC_3339.exec(text) ?? [];
  if (matched === undefined || !isCalendarDate(Number(year), Number(month), Number(day))) return undefined;
  return Date.parse(matched.toUpperCase());
};

/** Reads an event's time, `now` being the instant at which it was received. */
export const parseEventTime = (text: string, now: Instant): ParsedTime => {
  const instant = parseRfc3339(text);
  if (instant === undefined) return { ok: false, problem: 'not_rfc3339' };
  if (instant < EARLIEST) return { ok: false, problem: 'before_2015' };
  if (isInFuture(instant, now)) return { ok: false, problem: 'in_future' };
  return { ok: true, instant };
};

/** Beyond what clocks that differ explain. */
export const isInFuture = (instant: Instant, now: Instant): boolean => instant > now + MAX_AHEAD_MS;

/** RFC 3339 in UTC with milliseconds, the form in which instants are stored and answered. */
export const toRfc3339 = (instant: Instant): string => new Date(instant).toISOString();
