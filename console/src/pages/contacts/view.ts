/** What is looked at. It stands in the address, so that a view can be sent; what is usual is left out. */

import type { AskedCounts } from '../../api/contacts-query.ts';
import { dateIn, isDate, isTimeZone, plusDays, startOfDate } from './zone-days.ts';

export const SPANS = [7, 14, 28, 56] as const;
type Span = (typeof SPANS)[number];
const USUAL_SPAN: Span = 14;
/** Before it the API knows no counts. */
const EARLIEST = '2015-03-01';

export type View = {
  readonly span: Span;
  /** The last day. */
  readonly to: string;
  readonly isUpToToday: boolean;
  readonly timeZone: string;
  /** Of which the bars are shown; the page chooses one where none is named. */
  readonly day: string | undefined;
  /** One source queue; all where none is named. */
  readonly queue: string | undefined;
  readonly measure: 'contacts' | 'arrivals';
  readonly isJoined: boolean;
};

export type ViewParameter = 'days' | 'to' | 'zone' | 'day' | 'queue' | 'by' | 'join';

const browserZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

export const parseView = (parameters: URLSearchParams, now: number): View => {
  const zone = parameters.get('zone') ?? '';
  const timeZone = isTimeZone(zone) ? zone : browserZone();
  const today = dateIn(timeZone)(now);
  const to = parameters.get('to') ?? '';
  const isPast = isDate(to) && EARLIEST <= to && to < today;
  return {
    span: SPANS.find((days) => String(days) === parameters.get('days')) ?? USUAL_SPAN,
    to: isPast ? to : today,
    isUpToToday: !isPast,
    timeZone,
    day: parameters.get('day') ?? undefined,
    queue: parameters.get('queue') || undefined,
    measure: parameters.get('by') === 'arrivals' ? 'arrivals' : 'contacts',
    isJoined: parameters.get('join') !== 'name',
  };
};

export const firstDay = ({ to, span }: View): string => plusDays(to, 1 - span);

export const askedOf = (view: View): AskedCounts => ({
  from: instantText(startOfDate(firstDay(view), view.timeZone)),
  to: instantText(startOfDate(plusDays(view.to, 1), view.timeZone)),
  timeZone: view.timeZone,
  measure: view.measure,
  join: view.isJoined ? 'group' : 'name',
});

const instantText = (instant: number): string => `${new Date(instant).toISOString().slice(0, 19)}Z`;
