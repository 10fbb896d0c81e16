/** An hour of the map in words: for the line beneath it, and for who does not see the colours. */

import type { ContactCounts } from '../../api/joined-pages.ts';
import { sayDate, sayNumber, t } from '../../words/translate.ts';
import type { Day, Hour, Sum } from './day-rows.ts';

type Holes = ContactCounts['holes'];

/** What stands in the cell. Never a number where none is known. */
export const cellText = ({ state, count }: Hour): string => {
  if (state === 'future' || state === 'not_connected') return '';
  return state === 'unknown' ? '?' : sayNumber(count);
};

/** `≥ 466` where hours are unknown. */
export const sumText = (sum: Sum | undefined): string =>
  sum === undefined ? '' : `${sum.isAtLeast ? '≥ ' : ''}${sayNumber(sum.count)}`;

/** `Thu 19 Nov, 09:00–10:00: unknown, at least 3 contacts. The API key was refused.` */
export const sayHour = (day: Day, hour: Hour, holes: Holes): string => {
  const when = `${sayDate(day.date)}, ${hour.label.slice(11, 16)}–${hour.until}`;
  return `${when}: ${sayWhat(hour)}${sayCause(hour, holes)}`;
};

const sayWhat = ({ state, count }: Hour): string => {
  const contacts = t('contacts.count', { count });
  switch (state) {
    case 'counted':
    case 'provisional':
    case 'unconfirmed':
      return `${contacts}, ${t(`hour.${state}`)}`;
    case 'unknown':
      return count === 0 ? t('hour.unknown') : `${t('hour.unknown')}, ${t('contacts.atLeast', { contacts })}`;
    default:
      return t(`hour.${state}`);
  }
};

const sayCause = ({ state, startsAt, endsAt }: Hour, holes: Holes): string => {
  if (state !== 'unknown') return '';
  const hole = holes.find(({ from, until }) => Date.parse(from) < endsAt && startsAt < Date.parse(until));
  return hole ? `. ${t(`cause.${hole.cause}`)}.` : '';
};
