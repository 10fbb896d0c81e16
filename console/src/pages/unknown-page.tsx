import { Link } from 'wouter-preact';
import { useTitle } from '../parts/use-title.ts';
import { t } from '../words/translate.ts';

export const UnknownPage = () => {
  const heading = useTitle(t('page.unknown'));
  return (
    <section class="panel empty">
      <h1 ref={heading} tabIndex={-1}>
        {t('page.unknown')}
      </h1>
      <Link class="button" href="/">
        {t('gone.back')}
      </Link>
    </section>
  );
};
