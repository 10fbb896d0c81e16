import { api, doneOf, type Integration } from '../api/client.ts';
import { t } from '../words/translate.ts';
import { CallButton } from './call-button.tsx';

/** Undoes the request to erase; what had been deleted before is gone from the list with it. */
export const Restore = ({ of: { integrationId } }: { readonly of: Integration }) => (
  <CallButton
    label={t('action.restore')}
    call={() =>
      doneOf(api.POST('/v1/integrations/{integrationId}/restore', { params: { path: { integrationId } }, body: {} }))
    }
  />
);
