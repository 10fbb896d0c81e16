/** Rules 3 and 6: counts are kept per UTC hour, each with its four quarters. Time zones exist only at reading. */

import type { Instant } from './instant.ts';

export const QUARTERS = ['00', '15', '30', '45'] as const;

/** The minute at which a quarter of an hour starts. */
export type Quarter = (typeof QUARTERS)[number];

const HOUR_MS = 60 * 60_000;
const QUARTER_MS = HOUR_MS / QUARTERS.length;

/** The UTC hour of an instant, `2026-11-22T09:00:00Z`. As text it sorts in the order of time. */
export const hourOf = (instant: Instant): string => `${new Date(instant).toISOString().slice(0, 13)}:00:00Z`;

export const isSameHour = (a: Instant, b: Instant): boolean => Math.floor(a / HOUR_MS) === Math.floor(b / HOUR_MS);

export const quarterOf = (instant: Instant): Quarter => QUARTERS[Math.floor((instant % HOUR_MS) / QUARTER_MS)] ?? '00';

/** The hour after an hour. */
export const hourAfter = (hour: string): string => hourOf(Date.parse(hour) + HOUR_MS);
