/**
 * A slow reference for active hours: looks at a wall clock, minute by minute, and asks whether the shop is open. Written
 * from the rule alone and on the platform's Intl; shares no code with the product.
 */

import type { SilencePolicyJson } from '../../shared/silence/silence-policy-json.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

const formatOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  formats.set(timeZone, format);
  return format;
};

/** What the clock shows: `2026-03-29` and `03:00`. */
const wallClock = (instant: number, timeZone: string): { date: string; time: string } => {
  const shown: Record<string, string> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(instant)) shown[type] = value;
  const { year, month, day, hour, minute } = { year: '', month: '', day: '', hour: '', minute: '', ...shown };
  return { date: `${year}-${month}-${day}`, time: `${hour}:${minute}` };
};

const dayBefore = (date: string): string => new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10);

const WEEKDAY = new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' });

type Hours = NonNullable<SilencePolicyJson['activeHours']>;

const rangesStartedOn = (date: string, { weekly, holidays }: Hours): readonly [string, string][] => {
  if (holidays.includes(date)) return [];
  const weekday = WEEKDAY.format(Date.parse(date)).toLowerCase();
  const texts = Object.entries(weekly).find(([name]) => name === weekday)?.[1] ?? [];
  return texts.map((text) => [text.slice(0, 5), text.slice(6)]);
};

const isOpen = (instant: number, hours: Hours): boolean => {
  const { date, time } = wallClock(instant, hours.timeZone);
  const today = rangesStartedOn(date, hours).some(([start, end]) => time >= start && (end <= start || time < end));
  const lastNight = rangesStartedOn(dayBefore(date), hours).some(([start, end]) => end <= start && time < end);
  return today || lastNight;
};

/** Minutes between two whole minutes in which the shop is open. */
export const openMinutes = (from: number, until: number, hours: Hours): number => {
  let minutes = 0;
  for (let at = from; at < until; at += 60_000) if (isOpen(at, hours)) minutes += 1;
  return minutes;
};
