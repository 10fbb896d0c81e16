/** Silence policies for properties, in the JSON form, and instants near the clock changes of their zones. */

import fc from 'fast-check';
import type { SilencePolicyJson } from '../../shared/silence/silence-policy-json.ts';
import { WEEKDAYS } from '../../shared/silence/weekly-hours.ts';

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'America/St_Johns',
  'Africa/Casablanca',
  'Asia/Tehran',
  'Europe/Dublin',
  'America/Scoresbysund',
] as const;

/** Instants at which some of these clocks jumped: by an hour, by half an hour, at midnight, by a whole day. */
const CHANGES = [
  '2026-03-29T01:00:00Z', // Berlin, Dublin and Scoresbysund forward
  '2026-10-25T01:00:00Z', // and back
  '2026-03-08T07:00:00Z', // New York forward
  '2026-11-01T06:00:00Z', // and back
  '2026-04-04T15:00:00Z', // Lord Howe back by half an hour
  '2026-10-03T15:30:00Z', // and forward
  '2011-12-30T10:00:00Z', // Apia skips a Friday
  '2006-10-29T02:31:00Z', // St John's, one minute after midnight
  '2026-02-15T02:00:00Z', // Casablanca, Ramadan begins
  '2026-03-22T02:00:00Z', // and ends
  '2022-03-21T20:30:00Z', // Tehran, at midnight
  '2024-03-31T01:00:00Z', // Scoresbysund changes its rule and its offset together
].map((text) => Date.parse(text));

/** Whole minutes, most of them within four days of a clock change. */
export const minuteInstant = fc
  .tuple(fc.constantFrom(...CHANGES), fc.integer({ min: -4 * 1_440, max: 4 * 1_440 }))
  .map(([change, minutes]) => change + minutes * 60_000);

/** Quarter hours make ranges meet clock changes; odd minutes find the off-by-ones. */
const minuteOfDay = fc.oneof(
  fc.integer({ min: 0, max: 95 }).map((quarter) => quarter * 15),
  fc.integer({ min: 0, max: 1_439 }),
);

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

const rangeText = fc
  .tuple(minuteOfDay, fc.oneof({ weight: 4, arbitrary: minuteOfDay }, { weight: 1, arbitrary: fc.constant(1_440) }))
  .filter(([start, end]) => start !== end)
  .map(([start, end]) => `${clock(start)}-${clock(end)}`);

const holiday = minuteInstant.map((instant) => new Date(instant).toISOString().slice(0, 10));

export const hoursJson: fc.Arbitrary<NonNullable<SilencePolicyJson['activeHours']>> = fc.record({
  timeZone: fc.constantFrom(...ZONES),
  weekly: fc
    .tuple(...WEEKDAYS.map((weekday) => fc.tuple(fc.constant(weekday), fc.array(rangeText, { maxLength: 3 }))))
    .filter((days) => days.flatMap(([, ranges]) => ranges).length > 0)
    .map((days) => Object.fromEntries(days)),
  holidays: fc.uniqueArray(holiday, { maxLength: 4 }),
});

/** Whole seconds; 15 minutes to 30 days. */
export const windowMs = fc
  .oneof(fc.integer({ min: 15 * 60, max: 2 * 86_400 }), fc.integer({ min: 15 * 60, max: 30 * 86_400 }))
  .map((seconds) => seconds * 1_000);
