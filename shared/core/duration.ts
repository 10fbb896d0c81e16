/** ISO 8601 durations of a fixed length: weeks, days, hours, minutes and whole seconds. A month has no length. */

const DURATION = /^P(?=\d|T\d)(?:(\d{1,5})W)?(?:(\d{1,5})D)?(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?$/;

/** For the published schema. */
export const DURATION_PATTERN = DURATION.source;

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const UNITS_MS = [7 * DAY_MS, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS];

/** Milliseconds. A day is 24 hours, whatever the clocks do. */
export const parseDuration = (text: string): number | undefined => {
  const [matched, ...parts] = DURATION.exec(text) ?? [];
  if (matched === undefined) return undefined;
  return UNITS_MS.reduce((sum, unitMs, index) => sum + Number(parts[index] ?? 0) * unitMs, 0);
};

/** In hours, minutes and seconds, the form in which durations are answered; of whole seconds. */
export const toDuration = (durationMs: number): string => {
  const hours = Math.floor(durationMs / HOUR_MS);
  const minutes = Math.floor((durationMs % HOUR_MS) / MINUTE_MS);
  const seconds = Math.floor((durationMs % MINUTE_MS) / SECOND_MS);
  const text = `${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}${seconds ? `${seconds}S` : ''}`;
  return `PT${text || '0S'}`;
};
