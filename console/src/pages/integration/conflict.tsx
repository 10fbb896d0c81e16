import type { Integration } from '../../api/client.ts';
import { t } from '../../words/translate.ts';
import { differencesOf, type SettingsForm } from './settings-form.ts';

type Props = {
  readonly form: SettingsForm;
  readonly theirs: Integration;
  readonly onTake: () => void;
  readonly onKeep: () => void;
};

const WORDS = { name: 'form.name', domain: 'form.domain', policy: 'settings.window' } as const;

/** Somebody else saved meanwhile: both values side by side, and the choice. */
export const Conflict = ({ form, theirs, onTake, onKeep }: Props) => (
  <div class="alert warn" role="alert">
    <p>{t('conflict.text')}</p>
    <dl class="facts">
      {differencesOf(form, theirs).map((difference) => (
        <div key={difference.field}>
          <dt>{t(WORDS[difference.field])}</dt>
          <dd>
            {t('conflict.theirs')}: <strong>{difference.theirs}</strong>
            <br />
            {t('conflict.mine')}: <strong>{difference.mine}</strong>
          </dd>
        </div>
      ))}
    </dl>
    <div class="buttons">
      <button type="button" class="button" onClick={onTake}>
        {t('conflict.take')}
      </button>
      <button type="button" class="button" onClick={onKeep}>
        {t('conflict.keep')}
      </button>
    </div>
  </div>
);
