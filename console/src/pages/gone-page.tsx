import { Link } from 'wouter-preact';
import { useTitle } from '../parts/use-title.ts';
import { t } from '../words/translate.ts';

export const GonePage = () => {
  const heading = useTitle(t('gone.title'));
  return (
    <section class="panel empty">
      <h1 ref={heading} tabIndex={-1}>
        {t('gone.title')}
      </h1>
      <p>{t('gone.text')}</p>
      <Link class="button" href="/">
        {t('gone.back')}
      </Link>
    </section>
  );
};
