import { api, dataOf, type Integration } from '../api/client.ts';
import { t } from '../words/translate.ts';
import { sayProblem } from './problem.ts';
import { useAction } from './use-action.ts';

export const Resume = ({ of }: { readonly of: Integration }) => {
  const { isBusy, error, run } = useAction();
  const resume = () =>
    run(async () => {
      const path = { integrationId: of.integrationId };
      await dataOf(api.POST('/v1/integrations/{integrationId}/resume', { params: { path }, body: {} }));
    });
  return (
    <>
      <button type="button" class="button" aria-disabled={isBusy} onClick={resume}>
        {t('action.resume')}
      </button>
      {error && (
        <p class="problem" role="alert">
          {sayProblem(error)}
        </p>
      )}
    </>
  );
};
