import type { Instant } from '../../core/instant.ts';

/** RFC 9110 section 5.6.7; the two older date forms are not sent by anything alive. */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
const SECONDS = /^\d{1,9}$/;

/** A day: what a server asks beyond that is a mistake, and the caller decides by itself anyway. */
const MAX_SECONDS = 86_400;

/** Reads a `Retry-After` header, seconds or a date, as whole seconds from `now`; `undefined` when it is neither. */
export const parseRetryAfter = (header: string | undefined, now: Instant): number | undefined => {
  const text = header?.trim() ?? '';
  if (SECONDS.test(text)) return Math.min(Number(text), MAX_SECONDS);
  const instant = HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(instant)) return undefined;
  return Math.min(Math.max(Math.ceil((instant - now) / 1_000), 0), MAX_SECONDS);
};
