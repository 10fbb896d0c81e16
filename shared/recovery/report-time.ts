/**
 * The times of a report: `2026-11-22 09:14:03.0`, `2026-11-22 09:14`, RFC 3339. Without an offset they are UTC, as the
 * range is in which the report was asked for.
 */

import { type Instant, parseRfc3339 } from '../core/instant.ts';

const REPORT_TIME = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)(:\d\d)?(\.\d+)?\s*(Z|UTC|[+-]\d\d:?\d\d)?$/i;

export const parseReportTime = (text: string): Instant | undefined => {
  const [matched, date, minute, second = ':00', fraction = '', offset = 'Z'] = REPORT_TIME.exec(text.trim()) ?? [];
  return matched === undefined ? undefined : parseRfc3339(`${date}T${minute}${second}${fraction}${toOffset(offset)}`);
};

const toOffset = (offset: string): string =>
  /^(?:Z|UTC)$/i.test(offset) ? 'Z' : `${offset.slice(0, 3)}:${offset.slice(-2)}`;
