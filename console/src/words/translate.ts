/** The words of the page's language, and dates, times and numbers as that language writes them. */

import { setupI18n } from '@lingui/core';
import type { WordId, Words } from './en.ts';

export const LANGUAGES = ['en', 'de', 'it'] as const;
export type Language = (typeof LANGUAGES)[number];

/** One chunk a language: the page loads the one that it speaks. The build has compiled the messages. */
const CATALOGUES: Readonly<Record<Language, () => Promise<{ readonly words: Words }>>> = {
  en: () => import('./en.ts'),
  de: () => import('./de.ts'),
  it: () => import('./it.ts'),
};

type Values = Readonly<Record<string, string | number>>;

export type Translate = (id: WordId, values?: Values) => string;

const i18n = setupI18n();
let clock = formatsOf('en');

export const speak = async (language: Language): Promise<void> => {
  const { words } = await CATALOGUES[language]();
  i18n.loadAndActivate({ locale: language, messages: { ...words } });
  clock = formatsOf(language);
  document.documentElement.lang = language;
};

export const t: Translate = (id, values) => i18n._(id, values);

export const currentLanguage = (): string => i18n.locale;

const CHOSEN = 'language';

/** The one that was chosen here, else the first of the browser's that we speak, else English. */
export const preferredLanguage = (): Language => {
  const wanted = [localStorage.getItem(CHOSEN) ?? '', ...navigator.languages].map((tag) =>
    tag.slice(0, 2).toLowerCase(),
  );
  return wanted.flatMap((code) => LANGUAGES.filter((language) => language === code))[0] ?? 'en';
};

export const chooseLanguage = (language: Language): Promise<void> => {
  localStorage.setItem(CHOSEN, language);
  return speak(language);
};

/** British English: the day before the month, and 24 hours, as elsewhere in Europe. */
function formatsOf(language: string) {
  const locale = language === 'en' ? 'en-GB' : language;
  const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return {
    instant: new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', ...time }),
    instantWithYear: new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', ...time }),
    day: new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'long' }),
    date: new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' }),
    instantIn: (timeZone: string) =>
      new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', ...time, timeZone }),
    exact: new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long' }),
    time: new Intl.DateTimeFormat(locale, time),
    number: new Intl.NumberFormat(locale),
    weekday: new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }),
    unit: (unit: 'day' | 'hour' | 'minute') =>
      new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }),
    relative: new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }),
  };
}

/** `Wed 25 Nov, 14:03`, in the zone of the browser. */
export const sayInstant = (instant: string | number): string => {
  const date = new Date(instant);
  return date.getFullYear() === new Date().getFullYear()
    ? clock.instant.format(date)
    : clock.instantWithYear.format(date);
};

/** `Wed 25 November`, in the zone of the browser. */
export const sayDay = (instant: number): string => clock.day.format(instant);

/** `Wed 25 Nov`, of a calendar day such as `2026-11-25`. */
export const sayDate = (date: string): string => clock.date.format(new Date(`${date}T12:00:00Z`));

/** `Wed 25 Nov, 14:03`, by the clocks of a zone. */
export const sayInstantIn = (instant: string, timeZone: string): string =>
  clock.instantIn(timeZone).format(new Date(instant));

export const sayExactly = (instant: string): string => clock.exact.format(new Date(instant));

export const sayTime = (instant: number): string => clock.time.format(instant);

export const sayNumber = (count: number): string => clock.number.format(count);

/** `8 hours` */
export const sayUnit = (count: number, unit: 'day' | 'hour' | 'minute'): string => clock.unit(unit).format(count);

/** `2 days 3 hours`: the two largest units. */
export const sayDuration = (ms: number): string => {
  const minutes = Math.max(0, Math.round(ms / 60_000));
  const parts = [
    [Math.floor(minutes / 1_440), 'day'],
    [Math.floor((minutes % 1_440) / 60), 'hour'],
    [minutes % 60, 'minute'],
  ] as const;
  const shown = parts.filter(([count]) => count > 0).slice(0, 2);
  return shown.map(([count, unit]) => sayUnit(count, unit)).join(' ') || sayUnit(0, 'minute');
};

const SOME_MONDAY = Date.UTC(2026, 10, 23);
const DAY_MS = 86_400_000;

/** 0 is Monday. */
export const sayWeekday = (index: number): string => clock.weekday.format(SOME_MONDAY + index * DAY_MS);

const SECOND_MS = 1_000;
const UNITS = [
  ['day', 86_400 * SECOND_MS],
  ['hour', 3_600 * SECOND_MS],
  ['minute', 60 * SECOND_MS],
] as const;

/** `19 minutes ago`, `in 3 hours`; below a minute `now`. */
export const sayRelative = (instant: string | number, now: number): string => {
  const ms = new Date(instant).getTime() - now;
  const [unit, size] =
    UNITS.find(([, length]) => Math.abs(ms) >= length) ?? (['second', Number.POSITIVE_INFINITY] as const);
  return clock.relative.format(Math.trunc(ms / size), unit);
};
