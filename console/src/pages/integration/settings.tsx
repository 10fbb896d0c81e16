import { useEffect, useState } from 'preact/hooks';
import { api, dataOf, type Integration } from '../../api/client.ts';
import { Field } from '../../parts/field.tsx';
import { sayProblem } from '../../parts/problem.ts';
import { SecretField } from '../../parts/secret-field.tsx';
import { useAction } from '../../parts/use-action.ts';
import { useFirstProblem } from '../../parts/use-first-problem.ts';
import { t } from '../../words/translate.ts';
import { ActiveHoursFields } from './active-hours-fields.tsx';
import { Conflict } from './conflict.tsx';
import { Pause } from './pause.tsx';
import { type SettingsForm, toChange, toSettingsForm } from './settings-form.ts';
import { Verify } from './verify.tsx';
import { windowChoices } from './window-choices.ts';

const MAX_NAME = 200;

export const Settings = ({ of }: { readonly of: Integration }) => {
  // What the form started from; the page reads again while somebody types.
  const [base, setBase] = useState(of);
  const [form, setForm] = useState(() => toSettingsForm(of));
  const [isSaved, setSaved] = useState(false);
  const { isBusy, error, run, forget } = useAction();
  const element = useFirstProblem(error);
  const change = toChange(form, base);
  const isTouched = Object.keys(change).length > 1;
  const start = (from: Integration) => {
    setBase(from);
    setForm(toSettingsForm(from));
    forget();
  };
  useEffect(() => {
    if (!isTouched && of.version !== base.version) start(of);
  }, [of, isTouched, base]);

  const set = (part: Partial<SettingsForm>) => {
    setSaved(false);
    setForm({ ...form, ...part });
  };
  const save = (verify: 'true' | 'false', version = base.version) =>
    run(async () => {
      const saved = await dataOf(
        api.PATCH('/v1/integrations/{integrationId}', {
          params: { path: { integrationId: of.integrationId }, query: { verify } },
          body: { ...change, version },
        }),
      );
      start(saved);
      setSaved(true);
    });
  const problemOf = (field: string) => (error?.field === field ? sayProblem(error) : undefined);
  const isConflict = error?.code === 'version_conflict';

  return (
    <section class="panel" id="settings" aria-labelledby="settings-title">
      <h2 id="settings-title">{t('settings.title')}</h2>
      <Pause of={of} />
      <Verify of={of} />
      <form
        ref={element}
        class="narrow-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (isTouched) void save('true');
        }}
      >
        <Field
          label={t('form.name')}
          error={problemOf('name')}
          name="name"
          value={form.name}
          onInput={(name) => set({ name })}
          maxLength={MAX_NAME}
        />
        <Field
          label={t('form.domain')}
          hint={t('settings.domainHint')}
          error={problemOf('freshchatDomain')}
          name="domain"
          value={form.domain}
          onInput={(domain) => set({ domain })}
        />
        <SecretField
          label={t('form.freshchatKey')}
          hint={of.hasFreshchatKey ? t('settings.keyHint') : t('settings.keyMissing')}
          error={problemOf('freshchatKey')}
          name="freshchat-key"
          value={form.key}
          onInput={(key) => set({ key })}
          isOptional
        />
        <div class="form-field">
          <label for="window">{t('settings.window')}</label>
          <p class="muted small" id="window-hint">
            {t('settings.windowHint')}
          </p>
          <select
            id="window"
            class="field"
            value={form.window}
            aria-describedby="window-hint"
            onChange={(event) => set({ window: event.currentTarget.value })}
          >
            {windowChoices(base.silencePolicy.window).map(({ value, words }) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        </div>
        <ActiveHoursFields form={form} set={set} />
        {isConflict && (
          <Conflict form={form} theirs={of} onTake={() => start(of)} onKeep={() => void save('true', of.version)} />
        )}
        {error && !isConflict && (
          <div class="alert bad" role="alert">
            <p>{t('settings.notSaved')}</p>
            <p>{sayProblem(error)}</p>
          </div>
        )}
        <p role="status">{isSaved && t('settings.saved')}</p>
        <div class="buttons">
          <button type="submit" class="button primary" aria-disabled={isBusy || !isTouched}>
            {isBusy ? t('settings.saving') : t('settings.save')}
          </button>
          {error?.code === 'unreachable' && (
            <button type="button" class="button" onClick={() => void save('false')}>
              {t('form.saveUnchecked')}
            </button>
          )}
        </div>
      </form>
    </section>
  );
};
