import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ContactCounts } from '../../api/joined-pages.ts';
import { sayDate, t } from '../../words/translate.ts';
import { type Calendar, type Column, type Day, type Hour, sumOf } from './day-rows.ts';
import { Legend } from './legend.tsx';
import { cellText, sayHour, sumText } from './say-hour.ts';
import { type Shades, shadesOf } from './shades.ts';
import { useGridKeys } from './use-grid-keys.ts';

type Props = {
  readonly calendar: Calendar;
  readonly holes: ContactCounts['holes'];
  readonly title: string;
  /** Its bars are shown. */
  readonly chosen: string | undefined;
  readonly onChoose: (date: string) => void;
};

export const HeatMap = ({ calendar, holes, title, chosen, onChoose }: Props) => {
  const { days, columns } = calendar;
  const [pointed, setPointed] = useState('');
  const grid = useGridKeys(`${days.length - 1}-0`, (row) => choose(row));
  const choose = (row: number) => {
    const day = days[row];
    if (day) onChoose(day.date);
  };
  const shades = useMemo(() => shadesOf(days.flatMap(({ hours }) => hours.map(usualCount))), [days]);
  // The same elements again are not compared: only the line beneath follows the pointer.
  const body = useMemo(
    () => days.map((day, row) => <Row key={day.date} {...{ day, row, shades }} isChosen={day.date === chosen} />),
    [days, shades, chosen],
  );
  const point = (target: EventTarget | null) => setPointed(placeOf(target) ?? '');
  return (
    <section class="panel" aria-labelledby="heat">
      <h2 id="heat">{title}</h2>
      <ScrolledToWork>
        <table
          class="heat"
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table that arrows move in is a grid
          role="grid"
          aria-labelledby="heat"
          aria-describedby="heat-keys"
          ref={grid.table}
          onKeyDown={grid.onKeyDown}
          onFocusIn={(event) => {
            grid.onFocusIn(event);
            point(event.target);
          }}
          onPointerOver={({ target }) => point(target)}
          onClick={({ target }) => choose(Number(placeOf(target)?.split('-')[0] ?? Number.NaN))}
        >
          <Head columns={columns} />
          <tbody>{body}</tbody>
        </table>
      </ScrolledToWork>
      <p class="detail" aria-hidden="true">
        {sayPlace(pointed, days, holes)}
      </p>
      <Legend shades={shades} days={days} />
      <p class="muted small" id="heat-keys">
        {t('contacts.keys')}
      </p>
    </section>
  );
};

const usualCount = (hour: Hour | undefined): number => (hour && hour.state !== 'unknown' ? hour.count : 0);

const placeOf = (target: EventTarget | null): string | undefined =>
  target instanceof Element ? target.closest<HTMLElement>('[data-at]')?.dataset['at'] : undefined;

/** The first column names the day. */
const sayPlace = (place: string, days: readonly Day[], holes: Props['holes']): string => {
  const [row = Number.NaN, column = 0] = place === '' ? [] : place.split('-').map(Number);
  const day = days[row];
  if (!day) return '';
  const hour = day.hours[column - 1];
  if (hour) return sayHour(day, hour, holes);
  return column === 0 ? sayDate(day.date) : `${sayDate(day.date)}: ${t('hour.skipped')}`;
};

const Head = ({ columns }: { readonly columns: readonly Column[] }) => (
  <thead>
    <tr>
      <th scope="col">{t('contacts.day')}</th>
      {columns.map(({ hour, isAgain }) => (
        <th scope="col" key={`${hour}${isAgain}`} {...(isAgain && { title: t('contacts.again') })}>
          {hour}
          {isAgain && (
            <>
              <span aria-hidden="true">b</span>
              <span class="visually-hidden"> {t('contacts.again')}</span>
            </>
          )}
        </th>
      ))}
      <th scope="col" class="sum">
        {t('contacts.total')}
      </th>
    </tr>
  </thead>
);

type RowProps = { readonly day: Day; readonly row: number; readonly shades: Shades; readonly isChosen: boolean };

const Row = ({ day, row, shades, isChosen }: RowProps) => (
  <tr class={isChosen ? 'chosen' : ''}>
    <th scope="row" tabIndex={-1} data-at={`${row}-0`} aria-selected={isChosen}>
      {sayDate(day.date)}
    </th>
    {day.hours.map((hour, column) => (
      <td key={column} class={classOf(hour, shades)} tabIndex={-1} data-at={`${row}-${column + 1}`}>
        {hour && cellText(hour)}
        <span class="visually-hidden">{stateText(hour)}</span>
      </td>
    ))}
    <td class="sum">{sumText(sumOf(day.hours))}</td>
  </tr>
);

const classOf = (hour: Hour | undefined, shades: Shades): string => {
  if (!hour) return 'hour skipped';
  const { state, count } = hour;
  const hasShade = count > 0 && state !== 'unknown';
  return `hour ${state}${hasShade ? ` q${shades.stepOf(count)}` : ''}`;
};

/** Read out behind the number; day and hour are said by the headers of the table. */
const stateText = (hour: Hour | undefined): string => {
  if (!hour) return t('hour.skipped');
  return hour.state === 'counted' ? '' : ` ${t(`hour.${hour.state}`)}`;
};

const WORK_BEGINS = 7;

/** Where all hours do not fit, nights are what can be scrolled to. */
const ScrolledToWork = ({ children }: { readonly children: ComponentChildren }) => {
  const scroller = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const headers = scroller.current?.querySelectorAll<HTMLElement>('thead th');
    const [day, hour] = [headers?.[0], headers?.[WORK_BEGINS + 1]];
    if (scroller.current && day && hour) scroller.current.scrollLeft = hour.offsetLeft - day.offsetWidth;
  }, []);
  return (
    <div class="scroll" ref={scroller}>
      {children}
    </div>
  );
};
