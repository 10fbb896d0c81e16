/**
 * What a zone's clocks say, as stretches of one offset. Within a stretch, local time is plain arithmetic: the time zone
 * database is asked once per stretch and never per deadline.
 */

import { Temporal } from 'temporal-polyfill';
import type { Instant } from './instant.ts';

/** From `from` until just before `until`, local time is UTC plus `offsetMs`. */
export type OffsetSpan = { readonly from: Instant; readonly until: Instant; readonly offsetMs: number };

// The library also takes offsets and whole timestamps for a zone; a place has neither.
const ZONE_NAME = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+){0,2}$/;
const MAX_ZONE_NAME_LENGTH = 64;

/** The IANA name in its own spelling, or `undefined` when there is no such zone. */
export const parseTimeZone = (text: string): string | undefined => {
  if (text.length > MAX_ZONE_NAME_LENGTH || !ZONE_NAME.test(text)) return undefined;
  try {
    return new Temporal.ZonedDateTime(0n, text).timeZoneId;
  } catch {
    return undefined;
  }
};

/** Grows by the zones and transitions really asked for: a few hundred names with a few transitions each. */
const knownSpans = new Map<string, readonly OffsetSpan[]>();

export const offsetSpanAt = (timeZone: string, at: Instant): OffsetSpan => {
  const spans = knownSpans.get(timeZone) ?? [];
  const known = spans.find((span) => span.from <= at && at < span.until);
  if (known) return known;
  const found = findSpan(timeZone, at);
  knownSpans.set(timeZone, [...spans, found]);
  return found;
};

const findSpan = (timeZone: string, at: Instant): OffsetSpan => {
  // "previous" means strictly before, and a transition at this very instant has already happened.
  const justAfter = Temporal.Instant.fromEpochMilliseconds(at + 1).toZonedDateTimeISO(timeZone);
  const now = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  return {
    from: justAfter.getTimeZoneTransition('previous')?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    until: now.getTimeZoneTransition('next')?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offsetMs: now.offsetNanoseconds / 1e6,
  };
};
