/**
 * Two weeks of a support team, always the same numbers: seven source queues, one of them renamed half way, a night in
 * which the app was dead, an afternoon with a revoked key, and an hour of today that is not decided yet.
 */

import { HOUR_MS, startOfHour } from '../../../shared/core/hour.ts';
import type { StoredCount, StoredDays } from './stored-days.ts';

const DAY_MS = 24 * HOUR_MS;

/** The first would be a formula in a spreadsheet; the last a page of its own in the browser. */
export const HOSTILE_QUEUES = [
  '=HYPERLINK("https://evil.example";"Win")',
  '<img src=x onerror="document.title=1">; "quoted"',
] as const;

/** Contacts in the busiest hour. */
const QUEUES: readonly (readonly [name: string, busiest: number])[] = [
  ['Customer Support', 34],
  ['Orders & Returns', 21],
  ['Technical Help', 14],
  ['Sales EMEA', 11],
  ['Undefined_Queue', 7],
  [HOSTILE_QUEUES[0], 3],
  [HOSTILE_QUEUES[1], 2],
];
const RENAMED = { from: 'Sales', to: 'Sales EMEA', onDay: 7, groupId: 'g-7' };

/** Ends with the hour before `now`. */
export const busyDays = (now: number): StoredDays => {
  const firstDay = Math.floor(now / DAY_MS) * DAY_MS - 13 * DAY_MS;
  const completeUntil = startOfHour(now) - HOUR_MS;
  const at = (day: number, hour: number) => firstDay + day * DAY_MS + hour * HOUR_MS;
  const holes = [
    { from: at(4, 1), until: at(4, 6), cause: 'app_silent' },
    { from: at(8, 9), until: at(8, 15), cause: 'key_rejected' },
  ] as const;
  const isInHole = (hour: number) => holes.some(({ from, until }) => from <= hour && hour < until);
  const hours = Array.from(
    { length: (startOfHour(now) - firstDay) / HOUR_MS },
    (_, index) => firstDay + index * HOUR_MS,
  );
  return {
    counts: hours.flatMap((hour) =>
      // What got through just before the key was revoked.
      (isInHole(hour) ? (hour === at(8, 9) ? QUEUES.slice(0, 1) : []) : QUEUES).flatMap(([name, busiest], index) =>
        countsOf(hour, nameAt(name, hour < at(RENAMED.onDay, 0)), busiest, index),
      ),
    ),
    completeFrom: firstDay,
    completeUntil,
    holes,
    groups: [RENAMED.from, RENAMED.to].map((name) => ({ name, groupId: RENAMED.groupId })),
  };
};

const nameAt = (name: string, isBefore: boolean): string => (name === RENAMED.to && isBefore ? RENAMED.from : name);

const countsOf = (hour: number, queue: string, busiest: number, index: number): readonly StoredCount[] => {
  const contacts = contactsIn(hour, busiest, index);
  const arrivals = contactsIn(hour + HOUR_MS, busiest, index);
  return contacts + arrivals === 0 ? [] : [{ hour, queue, contacts, arrivals }];
};

/** Quiet at night and at weekends, and a little different each day. */
const contactsIn = (hour: number, busiest: number, index: number): number => {
  const [time, weekday] = [(hour % DAY_MS) / HOUR_MS, new Date(hour).getUTCDay()];
  const isWeekend = weekday === 0 || weekday === 6;
  const share = Math.max(0, Math.sin(((time - 5) / 17) * Math.PI)) * (isWeekend ? 0.35 : 1);
  const wobble = 0.75 + ((Math.floor(hour / HOUR_MS) * 7 + index * 13) % 11) / 20;
  return Math.round(busiest * share * wobble);
};
