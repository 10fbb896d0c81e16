import { useState } from 'preact/hooks';
import { api, dataOf, type Integration } from '../../api/client.ts';
import { sayProblem } from '../../parts/problem.ts';
import { useAction } from '../../parts/use-action.ts';
import { t } from '../../words/translate.ts';

/** Asks Freshchat with the stored key; says nothing about the app. */
export const Verify = ({ of }: { readonly of: Integration }) => {
  const [outcome, setOutcome] = useState<'ok' | 'credentials_rejected' | 'unreachable' | 'not_freshchat'>();
  const { isBusy, error, run } = useAction();
  const verify = () =>
    run(async () => {
      setOutcome(undefined);
      const path = { integrationId: of.integrationId };
      const answer = await dataOf(api.POST('/v1/integrations/{integrationId}/verify', { params: { path }, body: {} }));
      setOutcome(answer.outcome);
    });
  if (!of.hasFreshchatKey) return null;
  return (
    <div class="row">
      <p>{t('verify.text')}</p>
      <button type="button" class="button" aria-disabled={isBusy} onClick={verify}>
        {isBusy ? t('form.asking') : t('verify.start')}
      </button>
      <p class={outcome === 'ok' ? 'good-text' : 'problem'} role="status">
        {error ? sayProblem(error) : outcome && t(outcome === 'ok' ? 'verify.ok' : `problem.${outcome}`)}
      </p>
    </div>
  );
};
