import { Link } from 'wouter-preact';
import { t } from '../../words/translate.ts';
import { placeHref } from './use-place.ts';

type Props = {
  readonly path: string;
  readonly filter: string | undefined;
  readonly cursor: string | undefined;
  readonly next: string | undefined;
};

/** Cursors lead forward only; the browser's own Back leads back. */
export const Pager = ({ path, filter, cursor, next }: Props) => {
  const toTop = () => document.querySelector('h1')?.scrollIntoView();
  return (
    <div class="buttons">
      {cursor !== undefined && (
        <Link class="button" href={placeHref(path, filter)} onClick={toTop}>
          {t('operations.first')}
        </Link>
      )}
      {next !== undefined && (
        <Link class="button" href={placeHref(path, filter, next)} onClick={toTop}>
          {t('operations.next')}
        </Link>
      )}
    </div>
  );
};
