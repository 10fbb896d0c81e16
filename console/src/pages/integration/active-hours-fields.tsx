import { Field } from '../../parts/field.tsx';
import { ZoneOptions } from '../../parts/zone-options.tsx';
import { sayWeekday, t } from '../../words/translate.ts';
import { type SettingsForm, WEEKDAYS } from './settings-form.ts';

type Props = { readonly form: SettingsForm; readonly set: (part: Partial<SettingsForm>) => void };

/** When chats are to be expected: outside these hours silence does not count. */
export const ActiveHoursFields = ({ form, set }: Props) => (
  <fieldset>
    <legend>{t('hours.title')}</legend>
    <label class="choice">
      <input
        type="checkbox"
        checked={form.isAlwaysActive}
        onChange={(event) => set({ isAlwaysActive: event.currentTarget.checked })}
      />
      {t('hours.always')}
    </label>
    {!form.isAlwaysActive && (
      <>
        <p class="muted small">{t('hours.hint')}</p>
        <div class="week">
          {WEEKDAYS.map((day, index) => (
            <Field
              key={day}
              label={sayWeekday(index)}
              name={day}
              value={form.weekly[day]}
              onInput={(text) => set({ weekly: { ...form.weekly, [day]: text } })}
              isOptional
            />
          ))}
        </div>
        <div class="form-field">
          <label for="zone">{t('hours.zone')}</label>
          <select
            id="zone"
            class="field"
            value={form.timeZone}
            onChange={(event) => set({ timeZone: event.currentTarget.value })}
          >
            <ZoneOptions chosen={form.timeZone} />
          </select>
        </div>
        <div class="form-field">
          <label for="holidays">{t('hours.holidays')}</label>
          <p class="muted small" id="holidays-hint">
            {t('hours.holidaysHint')}
          </p>
          <textarea
            id="holidays"
            class="field"
            rows={3}
            value={form.holidays}
            aria-describedby="holidays-hint"
            onInput={(event) => set({ holidays: event.currentTarget.value })}
          />
        </div>
      </>
    )}
  </fieldset>
);
