import { t } from '../words/translate.ts';

export const Skeleton = () => (
  <div class="skeleton" role="status" aria-label={t('list.loading')}>
    <i />
    <i />
    <i />
  </div>
);
