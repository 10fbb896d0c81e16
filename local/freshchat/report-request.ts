/** What the body of a POST asks for. */

import * as z from 'zod';
import { REPORT_EVENTS, type ReportEvent, type ReportRange } from './report-text.ts';

export type Asked = ReportRange & { readonly event: ReportEvent; readonly isWithoutPersons: boolean };

const instant = z.iso.datetime().transform((iso) => Date.parse(iso));

const askedSchema = z.object({
  start: instant,
  end: instant,
  event: z.string(),
  format: z.literal('csv'),
  should_exclude_pii: z.boolean().default(false),
});

const MONTH_MS = 31 * 24 * 60 * 60_000;
const MONTHS_BACK = 15;

/** A sentence when it cannot be answered. */
export const parseAsked = (body: string, now: number): Asked | string => {
  const { success, data } = askedSchema.safeParse(parseJson(body));
  if (!success) return 'start, end, event or format is not valid';
  const { start, end, should_exclude_pii: isWithoutPersons } = data;
  const event = REPORT_EVENTS.find((known) => known === data.event);
  if (event === undefined) return 'no matching event name';
  if (end <= start) return 'end must be later than start';
  if (end - start > MONTH_MS) return 'the range must not exceed one month';
  const oldest = new Date(now);
  oldest.setUTCMonth(oldest.getUTCMonth() - MONTHS_BACK);
  return start < oldest.getTime()
    ? `start must not be earlier than ${MONTHS_BACK} months from the current date`
    : { event, start, end, isWithoutPersons };
};

const parseJson = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};
