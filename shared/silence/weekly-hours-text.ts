/** Weekly hours as people write them: `"08:00-18:00"`, `"22:00-02:00"` past midnight, `"00:00-24:00"` for a whole day. */

import { DAY_MINUTES, type DailyRange, type LocalDay } from './weekly-hours.ts';

const RANGE = /^([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;
const DATE = /^\d{4}-\d\d-\d\d$/;
/** For the published schema. */
export const DAILY_RANGE_PATTERN = RANGE.source;
const DAY_MS = DAY_MINUTES * 60_000;

/** An end at or before the start lies on the next day; a range of no length is none. */
export const parseDailyRange = (text: string): DailyRange | undefined => {
  const [matched, startHour, startMinutes, endHour, endMinutes] = RANGE.exec(text) ?? [];
  if (matched === undefined) return undefined;
  const startMinute = Number(startHour) * 60 + Number(startMinutes);
  if (endHour === undefined) return { startMinute, endMinute: DAY_MINUTES };
  const end = Number(endHour) * 60 + Number(endMinutes);
  if (end === startMinute) return undefined;
  return { startMinute, endMinute: end > startMinute ? end : end + DAY_MINUTES };
};

export const toDailyRangeText = ({ startMinute, endMinute }: DailyRange): string =>
  `${toClock(startMinute)}-${toClock(endMinute > DAY_MINUTES ? endMinute - DAY_MINUTES : endMinute)}`;

const toClock = (minute: number): string => `${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}`;
const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** `2026-12-25`, a date that exists. */
export const parseLocalDay = (text: string): LocalDay | undefined => {
  if (!DATE.test(text)) return undefined;
  const midnight = Date.parse(`${text}T00:00:00Z`);
  // Date.parse may take 30 February for 2 March.
  return Number.isNaN(midnight) || !new Date(midnight).toISOString().startsWith(text) ? undefined : midnight / DAY_MS;
};

export const toLocalDayText = (day: LocalDay): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
