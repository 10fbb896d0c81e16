/**
 * Intervals by looking at a wall clock on every quarter, on the platform's Intl. Written from the rule alone; shares no
 * code with the product.
 */

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

/** `2026-03-29T03:00`. */
const wallClock = (instant: number, timeZone: string): string => {
  const shown: Record<string, string> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(instant)) shown[type] = value;
  return `${shown['year']}-${shown['month']}-${shown['day']}T${shown['hour']}:${shown['minute']}`;
};

const withoutMinutes = (shown: string, minutes: number): string => {
  const minute = Number(shown.slice(14));
  return `${shown.slice(0, 14)}${minute - (minute % minutes)}`;
};

const LABELS: Readonly<Record<string, (shown: string) => string>> = {
  PT15M: (shown) => withoutMinutes(shown, 15),
  PT30M: (shown) => withoutMinutes(shown, 30),
  PT1H: (shown) => shown.slice(0, 13),
  P1D: (shown) => shown.slice(0, 10),
};

const QUARTER = 15 * 60_000;

export type ShownInterval = { readonly from: number; readonly until: number; readonly label: string };

/** Each interval with what the wall clock shows at its start, and how far that is from UTC. */
export const intervalsSlowly = (from: number, to: number, interval: string, timeZone: string): ShownInterval[] => {
  const found: ShownInterval[] = [];
  let before = '';
  for (let at = from; at < to; at += QUARTER) {
    const shown = wallClock(at, timeZone);
    const offset = Math.round((Date.parse(`${shown}Z`) - Math.floor(at / 60_000) * 60_000) / 60_000);
    const label = LABELS[interval]?.(shown);
    const seen = interval === 'P1D' ? `${label}` : `${label} ${offset}`;
    const last = found.at(-1);
    if (last && seen === before) found[found.length - 1] = { ...last, until: at + QUARTER };
    else found.push({ from: at, until: at + QUARTER, label: `${shown}${offsetText(offset)}` });
    before = seen;
  }
  return found;
};

const offsetText = (minutes: number): string => {
  const hours = Math.floor(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) - 60 * hours;
  return `${minutes < 0 ? '-' : '+'}${hours < 10 ? '0' : ''}${hours}:${rest < 10 ? '0' : ''}${rest}`;
};
