/** Calendar days of a time zone, as `2026-11-25`, and where they begin in time. */

const QUARTER_MS = 15 * 60_000;
const DAY_MS = 96 * QUARTER_MS;
/** No zone is further from Greenwich; one more hour where clocks skip midnight. */
const FURTHEST_MS = 15 * 60 * 60_000;

/** What the calendar of the zone shows at an instant. */
export const dateIn = (timeZone: string): ((instant: number) => string) => {
  const format = new Intl.DateTimeFormat('en-u-ca-gregory', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return (instant) => {
    const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, value]));
    return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`;
  };
};

/** The first quarter of an hour that bears the date: midnight, or later where the clocks skip it. */
export const startOfDate = (date: string, timeZone: string): number => {
  const dateAt = dateIn(timeZone);
  const midnight = Date.parse(`${date}T00:00:00Z`);
  let [before, after] = [(midnight - FURTHEST_MS) / QUARTER_MS, (midnight + FURTHEST_MS) / QUARTER_MS];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (dateAt(middle * QUARTER_MS) < date) before = middle;
    else after = middle;
  }
  return after * QUARTER_MS;
};

export const plusDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

export const isDate = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && plusDays(text, 0) === text;

export const isTimeZone = (text: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};
