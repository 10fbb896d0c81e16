import type { ContactCounts } from '../../api/joined-pages.ts';
import { sayInstantIn, t } from '../../words/translate.ts';
import type { Calendar } from './day-rows.ts';

type Props = { readonly calendar: Calendar; readonly counts: ContactCounts; readonly timeZone: string };

/** Before the picture: how much of it may be believed, and why not all. */
export const Completeness = ({ calendar, counts, timeZone }: Props) => {
  const count = calendar.days.flatMap(({ hours }) => hours).filter((hour) => hour?.state === 'unknown').length;
  const until = counts.measure === 'arrivals' ? counts.arrivalsCompleteUntil : counts.completeUntil;
  return (
    <>
      <p class="summary">
        <span class={count > 0 ? 'warn-text' : ''}>{t('contacts.unknown', { count })}</span>{' '}
        <span class="muted">
          {until === null ? t('contacts.noPromise') : t('contacts.decided', { at: sayInstantIn(until, timeZone) })}
        </span>
      </p>
      {count > 0 && counts.holes.length > 0 && (
        <details class="holes">
          <summary>{t('contacts.why')}</summary>
          <ul>
            {counts.holes
              .filter(({ recovery }) => recovery === 'none')
              .map(({ from, until, cause }) => (
                <li key={`${from} ${until} ${cause}`}>
                  {sayInstantIn(from, timeZone)} – {sayInstantIn(until, timeZone)}: {t(`cause.${cause}`)}
                </li>
              ))}
          </ul>
        </details>
      )}
    </>
  );
};
