/** The id of a report says what was asked for: a report outlives a restart of the stand-in. */

import type { Asked } from './report-request.ts';
import { REPORT_EVENTS } from './report-text.ts';

export type Report = Asked & { readonly askedAt: number; readonly isFailing: boolean };

export const toReportId = ({ event, start, end, askedAt, isWithoutPersons, isFailing }: Report): string =>
  [REPORT_EVENTS.indexOf(event), start, end, askedAt, Number(isWithoutPersons), Number(isFailing)]
    .map((part) => part.toString(36))
    .join('-');

export const fromReportId = (id: string): Report | undefined => {
  const [index, start, end, askedAt, isWithoutPersons, isFailing] = id
    .split('-')
    .map((part) => Number.parseInt(part, 36));
  const event = REPORT_EVENTS[index ?? -1];
  if (event === undefined || !start || !end || !askedAt) return undefined;
  return { event, start, end, askedAt, isWithoutPersons: isWithoutPersons === 1, isFailing: isFailing === 1 };
};
