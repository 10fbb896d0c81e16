import { api, dataOf, type Integration } from '../../api/client.ts';
import { CallButton } from '../../parts/call-button.tsx';
import { Resume } from '../../parts/resume.tsx';
import { t } from '../../words/translate.ts';

/** Mutes flags and notices; what it does not do stands beside the button. */
export const Pause = ({ of }: { readonly of: Integration }) => {
  const pause = async () => {
    const path = { integrationId: of.integrationId };
    await dataOf(api.POST('/v1/integrations/{integrationId}/pause', { params: { path }, body: {} }));
  };
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
      <CallButton label={t('pause.start')} call={pause} />
    </div>
  );
};
