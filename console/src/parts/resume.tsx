import { api, doneOf, type Integration } from '../api/client.ts';
import { t } from '../words/translate.ts';
import { CallButton } from './call-button.tsx';

export const Resume = ({ of: { integrationId } }: { readonly of: Integration }) => (
  <CallButton
    label={t('action.resume')}
    call={() =>
      doneOf(api.POST('/v1/integrations/{integrationId}/resume', { params: { path: { integrationId } }, body: {} }))
    }
  />
);
