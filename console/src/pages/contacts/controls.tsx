import { ZoneOptions } from '../../parts/zone-options.tsx';
import { sayDate, t } from '../../words/translate.ts';
import { firstDay, SPANS, type View, type ViewParameter } from './view.ts';
import { plusDays } from './zone-days.ts';

export type Change = (parameters: Readonly<Partial<Record<ViewParameter, string | undefined>>>) => void;

type Props = { readonly view: View; readonly queues: readonly string[]; readonly change: Change };

export const Controls = ({ view, queues, change }: Props) => (
  <div class="controls">
    <Days view={view} change={change} />
    <label>
      {t('contacts.queue')}
      <select
        class="field"
        value={view.queue ?? ''}
        onChange={({ currentTarget }) => change({ queue: currentTarget.value || undefined })}
      >
        <option value="">{t('contacts.allQueues')}</option>
        {(view.queue === undefined || queues.includes(view.queue) ? queues : [view.queue, ...queues]).map((queue) => (
          <option key={queue}>{queue}</option>
        ))}
      </select>
    </label>
    <label>
      {t('contacts.measure')}
      <select
        class="field"
        value={view.measure}
        onChange={({ currentTarget }) => change({ by: currentTarget.value === 'arrivals' ? 'arrivals' : undefined })}
      >
        <option value="contacts">{t('contacts.byEnd')}</option>
        <option value="arrivals">{t('contacts.byBeginning')}</option>
      </select>
    </label>
    <label>
      {t('hours.zone')}
      <select
        class="field"
        value={view.timeZone}
        onChange={({ currentTarget }) => change({ zone: currentTarget.value })}
      >
        <ZoneOptions chosen={view.timeZone} />
      </select>
    </label>
    <label class="choice">
      <input
        type="checkbox"
        checked={view.isJoined}
        onChange={({ currentTarget }) => change({ join: currentTarget.checked ? undefined : 'name' })}
      />
      {t('contacts.join')}
    </label>
  </div>
);

const Days = ({ view, change }: Omit<Props, 'queues'>) => {
  const { span, to, isUpToToday } = view;
  return (
    <fieldset class="span">
      <legend>
        {sayDate(firstDay(view))} – {sayDate(to)}
      </legend>
      <button type="button" class="button" onClick={() => change({ to: plusDays(to, -span) })}>
        {t('contacts.earlier')}
      </button>
      <select
        class="field"
        aria-label={t('contacts.span')}
        value={String(span)}
        onChange={({ currentTarget }) => change({ days: currentTarget.value })}
      >
        {SPANS.map((days) => (
          <option key={days} value={String(days)}>
            {t('contacts.days', { count: days })}
          </option>
        ))}
      </select>
      <button
        type="button"
        class="button"
        aria-disabled={isUpToToday}
        // A day that is not over yet is taken for today.
        onClick={() => !isUpToToday && change({ to: plusDays(to, span) })}
      >
        {t('contacts.later')}
      </button>
    </fieldset>
  );
};
