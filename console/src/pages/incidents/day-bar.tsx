import { sayDay, t } from '../../words/translate.ts';
import { type DayState, dayStates, type Known } from './day-states.ts';

const DAYS = 30;
const LEGEND: readonly DayState[] = ['well', 'quiet', 'silent', 'ours', 'paused', 'not_watched'];
/** A word a day would not fit; a sign does, so that colour is not alone. */
const SIGNS: Readonly<Record<DayState, string>> = {
  well: '',
  quiet: '!',
  silent: '×',
  ours: 'i',
  paused: '=',
  not_watched: '–',
};

export const DayBar = ({ known, now }: { readonly known: Known; readonly now: number }) => {
  const days = dayStates(known, now, DAYS);
  return (
    <section class="panel" aria-labelledby="days">
      <h2 id="days">{t('incidents.days')}</h2>
      <ol class="days">
        {days.map(({ startsAt, state }) => (
          <li key={startsAt} class={`day ${state}`} title={`${sayDay(startsAt)}: ${t(`day.${state}`)}`}>
            <span aria-hidden="true">{SIGNS[state]}</span>
            <span class="visually-hidden">
              {sayDay(startsAt)}: {t(`day.${state}`)}
            </span>
          </li>
        ))}
      </ol>
      <p class="legend" aria-hidden="true">
        {LEGEND.map((state) => (
          <span key={state}>
            <span class={`day ${state}`}>{SIGNS[state]}</span> {t(`day.${state}`)}
          </span>
        ))}
      </p>
    </section>
  );
};
