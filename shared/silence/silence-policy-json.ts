/**
 * The silence policy as the admin API speaks it. A field that we do not know is refused: a misspelt weekday must not
 * quietly be a closed one.
 *
 *   { "window": "PT24H",
 *     "activeHours": { "timeZone": "Europe/Berlin",
 *                      "weekly": { "monday": ["08:00-18:00", "22:00-02:00"] }, "holidays": ["2026-12-25"] },
 *     "pausedUntil": "2026-12-01T06:00:00Z" }
 */

import * as z from 'zod';
import { DURATION_PATTERN, parseDuration, toDuration } from '../core/duration.ts';
import { type Instant, parseRfc3339, toRfc3339 } from '../core/instant.ts';
import type { Problem } from '../core/problem.ts';
import { parseTimeZone } from '../core/zone-offsets.ts';
import type { ActiveHours } from './active-hours.ts';
import {
  DEFAULT_SILENCE_POLICY,
  isWithinReach,
  MAX_HOLIDAYS,
  MAX_WINDOW_MS,
  MIN_WINDOW_MS,
  type SilencePolicy,
} from './silence-policy.ts';
import { policyProblems } from './silence-policy-problem.ts';
import { activeMinutesPerWeek, mergeRanges, WEEKDAYS, type Weekday } from './weekly-hours.ts';
import {
  DAILY_RANGE_PATTERN,
  parseDailyRange,
  parseLocalDay,
  toDailyRangeText,
  toLocalDayText,
} from './weekly-hours-text.ts';

/** More pieces of a day than any shop has; a limit, so that a policy stays small. */
const MAX_RANGES_PER_DAY = 14;
const EARLIEST_PAUSE: Instant = Date.UTC(2015, 0, 1);
const LATEST_PAUSE: Instant = Date.UTC(2100, 0, 1);

export type SilencePolicyJson = {
  readonly window: string;
  readonly activeHours?: {
    readonly timeZone: string;
    readonly weekly: Readonly<Partial<Record<Weekday, readonly string[]>>>;
    readonly holidays: readonly string[];
  };
  readonly pausedUntil?: string;
};

export type ParsedSilencePolicy =
  | { readonly ok: true; readonly policy: SilencePolicy }
  | { readonly ok: false; readonly problem: Problem };

export const parseSilencePolicy = (input: unknown): ParsedSilencePolicy => {
  const parsed = silencePolicySchema.safeParse(input);
  return parsed.success
    ? { ok: true, policy: parsed.data }
    : { ok: false, problem: problemsOf(parsed.error, input)[0] };
};

export const toSilencePolicyJson = ({ windowMs, activeHours, pausedUntil }: SilencePolicy): SilencePolicyJson => ({
  window: toDuration(windowMs),
  ...(activeHours && { activeHours: toActiveHoursJson(activeHours) }),
  ...(pausedUntil !== undefined && { pausedUntil: toRfc3339(pausedUntil) }),
});

const toActiveHoursJson = ({ timeZone, weekly, holidays }: ActiveHours) => ({
  timeZone,
  weekly: Object.fromEntries(
    WEEKDAYS.filter((weekday) => weekly[weekday].length > 0).map((weekday) => [
      weekday,
      weekly[weekday].map(toDailyRangeText),
    ]),
  ),
  holidays: [...holidays].toSorted((a, b) => a - b).map(toLocalDayText),
});

const { refuse, problemsOf } = policyProblems;
type PolicyProblemCode = Parameters<typeof refuse>[1];

/** `form`: what the published schema says of the text, so that a caller can know what is refused. */
const textOf = <T>(parse: (text: string) => T | undefined, code: PolicyProblemCode, form: Form) =>
  z
    .string()
    .meta(form)
    .transform((text, context) => parse(text) ?? refuse(context, code));

type Form = {
  readonly description: string;
  readonly examples: string[];
  readonly pattern?: string;
  readonly format?: string;
};

const windowSchema = textOf(parseDuration, 'not_a_duration', {
  description: 'An ISO 8601 duration from PT15M to P30D.',
  pattern: DURATION_PATTERN,
  examples: ['PT24H'],
}).transform((windowMs, context) =>
  windowMs < MIN_WINDOW_MS || windowMs > MAX_WINDOW_MS ? refuse(context, 'window_out_of_range') : windowMs,
);

const pauseSchema = textOf(parseRfc3339, 'not_rfc3339', {
  description: 'RFC 3339 with an offset, from 2015 to 2099.',
  format: 'date-time',
  examples: ['2026-12-01T06:00:00Z'],
}).transform((instant, context) =>
  instant < EARLIEST_PAUSE || instant >= LATEST_PAUSE ? refuse(context, 'time_out_of_range') : instant,
);

const rangesSchema = z
  .array(
    textOf(parseDailyRange, 'not_a_range', {
      description: 'Two different times of day; an end before its start lies on the next day, 24:00 ends the day.',
      pattern: DAILY_RANGE_PATTERN,
      examples: ['08:00-18:00', '22:00-02:00'],
    }),
  )
  .max(MAX_RANGES_PER_DAY)
  .default([])
  .transform(mergeRanges);

const weeklySchema = z
  .strictObject({
    monday: rangesSchema,
    tuesday: rangesSchema,
    wednesday: rangesSchema,
    thursday: rangesSchema,
    friday: rangesSchema,
    saturday: rangesSchema,
    sunday: rangesSchema,
  })
  .transform((weekly, context) => (activeMinutesPerWeek(weekly) === 0 ? refuse(context, 'no_active_hours') : weekly));

const activeHoursSchema = z.strictObject({
  timeZone: textOf(parseTimeZone, 'unknown_time_zone', {
    description: 'An IANA time zone, in any case.',
    pattern: '^[A-Za-z][A-Za-z0-9_+/-]*$',
    examples: ['Europe/Berlin'],
  }),
  weekly: weeklySchema,
  holidays: z
    .array(
      textOf(parseLocalDay, 'not_a_date', {
        description: 'A date that exists.',
        format: 'date',
        examples: ['2026-12-25'],
      }),
    )
    .max(MAX_HOLIDAYS)
    .default([])
    .transform((days) => new Set(days)),
});

export const silencePolicySchema = z
  .strictObject({
    window: windowSchema.default(DEFAULT_SILENCE_POLICY.windowMs),
    activeHours: activeHoursSchema.nullish(),
    pausedUntil: pauseSchema.nullish(),
  })
  .transform(({ window, activeHours, pausedUntil }, context): SilencePolicy => {
    if (activeHours && !isWithinReach(window, activeHours)) return refuse(context, 'window_out_of_reach', ['window']);
    return {
      windowMs: window,
      ...(activeHours && { activeHours }),
      ...(typeof pausedUntil === 'number' && { pausedUntil }),
    };
  });
