/** Instants, and RFC 3339, the only form in which they are read and written. */

/** Milliseconds since the Unix epoch. */
export type Instant = number;

// RFC 3339 section 5.6, whose T and Z may be lower case, and whose seconds may be a leap second.
const RFC_3339 =
  /^((\d{4})-(\d\d)-(\d\d)T(?:[01]\d|2[0-3]):[0-5]\d:)([0-5]\d|60)(?:\.(\d+))?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i;

/** Date.parse lets 30 February pass as 2 March. */
const isCalendarDate = (year: number, month: number, day: number): boolean =>
  month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();

/**
 * Reads any RFC 3339 time with an offset. Digits behind the millisecond are cut; a leap second is the last millisecond
 * of its minute, for our calendar has none.
 */
export const parseRfc3339 = (text: string): Instant | undefined => {
  const [matched, minute, year, month, day, second, fraction = '', offset] = RFC_3339.exec(text) ?? [];
  if (matched === undefined || !isCalendarDate(Number(year), Number(month), Number(day))) return undefined;
  const seconds = second === '60' ? '59.999' : `${second}.${fraction.slice(0, 3).padEnd(3, '0')}`;
  return Date.parse(`${minute}${seconds}${offset}`.toUpperCase());
};

/** RFC 3339 in UTC with milliseconds, the form in which instants are stored and answered. */
export const toRfc3339 = (instant: Instant): string => new Date(instant).toISOString();
