/** Silence windows as the API writes them (ISO 8601), and as people say them. */

import { sayUnit } from '../../words/translate.ts';

const DURATION = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/;
const HOUR_MINUTES = 60;
const DAY_MINUTES = 24 * HOUR_MINUTES;

const USUAL_MINUTES = [1, 2, 4, 8, 12, 24, 48, 72, 168, 336, 720].map((hours) => hours * HOUR_MINUTES);

const minutesOf = (text: string): number | undefined => {
  const [matched, days = '0', hours = '0', minutes = '0'] = DURATION.exec(text) ?? [];
  return matched === undefined
    ? undefined
    : Number(days) * DAY_MINUTES + Number(hours) * HOUR_MINUTES + Number(minutes);
};

export type WindowChoice = { readonly value: string; readonly words: string };

/** The usual ones, and the one that is set. A length that we cannot read stays as it is written. */
export const windowChoices = (current: string): readonly WindowChoice[] => {
  const set = minutesOf(current);
  const usual = USUAL_MINUTES.filter((minutes) => minutes !== set).map((minutes) => ({
    minutes,
    value: `PT${minutes / HOUR_MINUTES}H`,
  }));
  return [...usual, { minutes: set ?? 0, value: current }]
    .toSorted((a, b) => a.minutes - b.minutes)
    .map(({ minutes, value }) => ({ value, words: minutes === 0 ? value : sayMinutes(minutes) }));
};

const sayMinutes = (minutes: number): string => {
  if (minutes % DAY_MINUTES === 0) return sayUnit(minutes / DAY_MINUTES, 'day');
  return minutes % HOUR_MINUTES === 0 ? sayUnit(minutes / HOUR_MINUTES, 'hour') : sayUnit(minutes, 'minute');
};
