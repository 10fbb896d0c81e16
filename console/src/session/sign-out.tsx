import { useQueryClient } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { forgetList } from '../api/list-query.ts';
import { t } from '../words/translate.ts';
import { signOut } from './session.ts';

export const SignOut = () => {
  const queries = useQueryClient();
  const [isRefused, setRefused] = useState(false);
  const leave = () =>
    signOut().then(
      () => {
        // What was read is for nobody else's eyes.
        queries.clear();
        forgetList();
      },
      () => setRefused(true),
    );
  return (
    <>
      {isRefused && (
        <span class="problem" role="alert">
          {t('failed.offline')}
        </span>
      )}
      <button type="button" class="button small-button" onClick={() => void leave()}>
        {t('app.signOut')}
      </button>
    </>
  );
};
