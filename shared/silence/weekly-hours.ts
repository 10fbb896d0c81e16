/**
 * Weekly hours on a calendar without a time zone. A range belongs to the weekday on which it starts, and may run past
 * midnight; a holiday removes the ranges that start on it, and leaves the night before its own.
 */

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export const DAY_MINUTES = 24 * 60;

/** Minutes since the midnight before: 0 ≤ start < 1440, start < end < start + 1440; or 0 to 1440, the whole day. */
export type DailyRange = { readonly startMinute: number; readonly endMinute: number };

export type WeeklyHours = Readonly<Record<Weekday, readonly DailyRange[]>>;

/** A date as the number of days since 1970-01-01. */
export type LocalDay = number;

/** 1970-01-01 was a Thursday. */
const FIRST_WEEKDAY = WEEKDAYS.indexOf('thursday');

const weekdayOf = (day: LocalDay): Weekday => WEEKDAYS[(((day + FIRST_WEEKDAY) % 7) + 7) % 7] ?? 'monday';

/** Ascending and disjoint, within the day: its own ranges, and what the day before has left past midnight. */
export const openRangesOn = (
  day: LocalDay,
  weekly: WeeklyHours,
  holidays: ReadonlySet<LocalDay>,
): readonly DailyRange[] => {
  const startedOn = (start: LocalDay) => (holidays.has(start) ? [] : weekly[weekdayOf(start)]);
  const left = startedOn(day - 1).flatMap(({ endMinute }) =>
    endMinute > DAY_MINUTES ? [{ startMinute: 0, endMinute: endMinute - DAY_MINUTES }] : [],
  );
  const own = startedOn(day).map(({ startMinute, endMinute }) => ({
    startMinute,
    endMinute: Math.min(endMinute, DAY_MINUTES),
  }));
  return mergeRanges([...left, ...own]);
};

/**
 * Sorted, and one range where two touch or overlap. Two that make a day or more together stay two, but for the calendar
 * day itself: a range is written as two clock times, which cannot say more.
 */
export const mergeRanges = (ranges: readonly DailyRange[]): readonly DailyRange[] => {
  const merged: DailyRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.startMinute - b.startMinute || a.endMinute - b.endMinute)) {
    const last = merged.at(-1);
    const endMinute = Math.max(last?.endMinute ?? 0, range.endMinute);
    const joined = { startMinute: last?.startMinute ?? 0, endMinute };
    if (last && range.startMinute <= last.endMinute && isOneRange(joined)) {
      merged[merged.length - 1] = joined;
    } else {
      merged.push(range);
    }
  }
  return merged;
};

const isOneRange = ({ startMinute, endMinute }: DailyRange): boolean =>
  endMinute - startMinute < DAY_MINUTES || (startMinute === 0 && endMinute === DAY_MINUTES);

const NO_HOLIDAYS: ReadonlySet<LocalDay> = new Set();

/** What a week without holidays and clock changes holds. */
export const activeMinutesPerWeek = (weekly: WeeklyHours): number =>
  WEEKDAYS.flatMap((_, day) => openRangesOn(day, weekly, NO_HOLIDAYS)).reduce(
    (sum, { startMinute, endMinute }) => sum + endMinute - startMinute,
    0,
  );
