import { ApiError } from '../api/client.ts';
import { sayTime, t } from '../words/translate.ts';

type Props = { readonly error: unknown; readonly retry: () => void };

/** Nothing could be shown. An ended session has a dialog of its own, an unknown integration a page. */
export const Failed = ({ error, retry }: Props) => (
  <div class="alert bad" role="alert">
    <h2>{t('failed.title')}</h2>
    <p>{sayFailure(error)}</p>
    <button type="button" class="button" onClick={retry}>
      {t('failed.again')}
    </button>
  </div>
);

/** What is shown is old: it stays, and says so. */
export const Stale = ({ since, retry }: { readonly since: number; readonly retry: () => void }) => (
  <div class="alert warn" role="status">
    <p>{t('failed.stale', { at: sayTime(since) })}</p>
    <button type="button" class="button" onClick={retry}>
      {t('failed.again')}
    </button>
  </div>
);

const sayFailure = (error: unknown): string => {
  const status = error instanceof ApiError ? error.status : 0;
  if (status === 0) return t('failed.offline');
  if (status === 403) return t('failed.refused');
  return status === 503 || status === 429 ? t('failed.busy') : t('failed.other', { status });
};
