/** docs/counting-rules.md, rules 3 and 6: counts are kept per UTC hour, each with its four quarters. Time zones exist only at reading. */

import type { Instant } from './instant.ts';

export const QUARTERS = ['00', '15', '30', '45'] as const;

/** The minute at which a quarter of an hour starts. */
export type Quarter = (typeof QUARTERS)[number];

export const HOUR_MS = 60 * 60_000;
export const QUARTER_MS = HOUR_MS / QUARTERS.length;

export const startOfHour = (instant: Instant): Instant => Math.floor(instant / HOUR_MS) * HOUR_MS;

/** The end of the hour that holds the instant: an hour later for the instant at which an hour starts. */
export const endOfHour = (instant: Instant): Instant => startOfHour(instant) + HOUR_MS;

/** The UTC hour of an instant, `2026-11-22T09:00:00Z`. As text it sorts in the order of time. */
export const hourOf = (instant: Instant): string => `${new Date(instant).toISOString().slice(0, 13)}:00:00Z`;

export const isSameHour = (a: Instant, b: Instant): boolean => startOfHour(a) === startOfHour(b);

export const quarterOf = (instant: Instant): Quarter => QUARTERS[Math.floor((instant % HOUR_MS) / QUARTER_MS)] ?? '00';

/** The hour after an hour. */
export const hourAfter = (hour: string): string => hourOf(Date.parse(hour) + HOUR_MS);
