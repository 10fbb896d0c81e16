import { Link } from 'wouter-preact';
import { Back } from '../../parts/back.tsx';
import { useTitle } from '../../parts/use-title.ts';
import { t } from '../../words/translate.ts';

/** The help page's own steps: a tile for the vendor, in it a section for the product. */
export const TemplatePage = () => {
  const heading = useTitle(t('add.title'));
  return (
    <>
      <Back />
      <div class="head">
        <h1 ref={heading} tabIndex={-1}>
          {t('add.title')}
        </h1>
      </div>
      <p>{t('add.choose')}</p>
      <section class="panel" aria-labelledby="freshworks">
        <h2 id="freshworks">Freshworks</h2>
        <Link class="tile" href="/add/freshchat">
          <strong>Freshchat</strong>
          <span class="muted">{t('add.freshchat')}</span>
        </Link>
      </section>
    </>
  );
};
