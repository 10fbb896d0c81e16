import { api, dataOf, type Integration } from '../../api/client.ts';
import { sayProblem } from '../../parts/problem.ts';
import { Resume } from '../../parts/resume.tsx';
import { useAction } from '../../parts/use-action.ts';
import { t } from '../../words/translate.ts';

/** Mutes flags and notices; what it does not do stands beside the button. */
export const Pause = ({ of }: { readonly of: Integration }) => {
  const { isBusy, error, run } = useAction();
  const pause = () =>
    run(async () => {
      const path = { integrationId: of.integrationId };
      await dataOf(api.POST('/v1/integrations/{integrationId}/pause', { params: { path }, body: {} }));
    });
  if (of.status === 'paused') {
    return (
      <div class="row">
        <p>{t('pause.on')}</p>
        <div>
          <Resume of={of} />
        </div>
      </div>
    );
  }
  return (
    <div class="row">
      <p>{t('pause.off')}</p>
      <button type="button" class="button" aria-disabled={isBusy} onClick={pause}>
        {t('pause.start')}
      </button>
      {error && (
        <p class="problem" role="alert">
          {sayProblem(error)}
        </p>
      )}
    </div>
  );
};
