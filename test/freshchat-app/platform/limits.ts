/** The platform's documented limits (developers.freshworks.com, v3.0: rate limits and constraints), as numbers. */

const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;

export const PRODUCT_EVENT_MS = 20 * SECOND_MS;
/** The documentation says 10 s in one place and 20 s in another: who manages in 10 manages in both. */
export const SETUP_EVENT_MS = 10 * SECOND_MS;
export const REQUEST_TIMEOUT_MS = 15 * SECOND_MS;

export const MAX_REQUEST_BYTES = 100_000;
export const MAX_PAYLOAD_BYTES = 256_000;

export const MAX_KEY_CHARACTERS = 60;
export const MAX_VALUE_BYTES = 40_000;

export const MAX_SCHEDULE_NAME = 30;
export const MAX_SCHEDULE_DATA_BYTES = 4_000;
export const MIN_SCHEDULE_AHEAD_MS = 5 * MINUTE_MS;
export const MAX_SCHEDULE_AHEAD_MS = 365 * 24 * 60 * MINUTE_MS;
export const MAX_ONE_TIME_SCHEDULES = 1_000;

export const MAX_REFUSAL_CHARACTERS = 60;

/** Calls a minute; Dev Assist raises the first two for one installation. */
export type Rates = { readonly request: number; readonly db: number; readonly schedule: number };
export const RATES: Rates = { request: 50, db: 50, schedule: 50 };

export type MinuteLimit = {
  /** Whether one more call fits in this minute. */
  readonly take: () => boolean;
};

type Counting = { readonly doRefusedCallsCount: boolean; readonly areMinutesOfTheCalendar: boolean };

export const createMinuteLimit = (
  perMinute: number,
  now: () => number,
  { doRefusedCallsCount, areMinutesOfTheCalendar }: Counting,
): MinuteLimit => {
  /** Of the calls that count and may still do so: when they were made. */
  let taken: number[] = [];
  return {
    take: () => {
      const since = areMinutesOfTheCalendar ? Math.floor(now() / MINUTE_MS) * MINUTE_MS : now() - MINUTE_MS + 1;
      if ((taken[0] ?? since) < since) taken = taken.filter((at) => at >= since);
      const fits = taken.length < perMinute;
      if (fits || doRefusedCallsCount) taken.push(now());
      return fits;
    },
  };
};
