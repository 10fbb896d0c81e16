import type { components } from '../../api/schema.d.ts';
import { Scroll } from '../../parts/scroll.tsx';
import { sayNumber, t } from '../../words/translate.ts';
import { type Calendar, type Day, type Hour, isShown, sumOf } from './day-rows.ts';
import { cellText, sumText } from './say-hour.ts';

type QueueNames = components['schemas']['Queues']['queues'];
type Props = { readonly day: Day; readonly calendar: Calendar; readonly names: QueueNames };

/** The same as the bars, in numbers. */
export const DayTable = ({ day, calendar: { columns, queues }, names }: Props) => (
  <details>
    <summary>{t('contacts.table')}</summary>
    <Scroll>
      <table class="numbers">
        <thead>
          <tr>
            <th scope="col">{t('contacts.queue')}</th>
            {columns.map(({ hour, isAgain }) => (
              <th scope="col" key={`${hour}${isAgain}`}>
                {hour}
                {isAgain && 'b'}
              </th>
            ))}
            <th scope="col">{t('contacts.total')}</th>
          </tr>
        </thead>
        <tbody>
          {queues.map((queue, index) => (
            <tr key={queue}>
              <th scope="row">
                <bdi>{queue}</bdi>
                <OtherNames of={queue} names={names} />
              </th>
              {day.hours.map((hour, column) => (
                <td key={column}>{hour && countText(hour, hour.counts[index] ?? 0)}</td>
              ))}
              <td>{sumText(sumOf(day.hours, (hour) => hour.counts[index] ?? 0))}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('contacts.allQueues')}</th>
            {day.hours.map((hour, column) => (
              <td key={column}>{hour && cellText(hour)}</td>
            ))}
            <td>{sumText(sumOf(day.hours))}</td>
          </tr>
        </tfoot>
      </table>
    </Scroll>
  </details>
);

const countText = (hour: Hour, count: number): string => {
  if (!isShown(hour)) return '';
  return hour.state === 'unknown' ? '?' : sayNumber(count);
};

/** A renamed group was counted under other names before. */
const OtherNames = ({ of, names }: { readonly of: string; readonly names: QueueNames }) => {
  const found = names.find(({ queue }) => queue === of);
  if (!found) return null;
  return (
    <>
      {found.otherNames.length > 0 && (
        <span class="muted small also">{t('contacts.also', { names: found.otherNames.join(', ') })}</span>
      )}
      {found.ambiguous && <span class="muted small also">{t('contacts.ambiguous')}</span>}
    </>
  );
};
