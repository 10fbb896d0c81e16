import { useState } from 'preact/hooks';
import { useTitle } from '../parts/use-title.ts';
import { t } from '../words/translate.ts';
import { printNewLink, type SignInFailure } from './session.ts';

export const SignInPage = ({ failure }: { readonly failure: SignInFailure | undefined }) => {
  const [isPrinted, setPrinted] = useState(false);
  const heading = useTitle(t('session.title'));
  const print = () => printNewLink().then(() => setPrinted(true));
  return (
    <section class="panel narrow">
      <h1 ref={heading} tabIndex={-1}>
        {t('session.title')}
      </h1>
      {failure === 'used' && <p>{t('session.used')}</p>}
      <p>{t('session.link')}</p>
      <button type="button" class="button" onClick={print}>
        {t('session.newLink')}
      </button>
      <p role="status">{isPrinted && t('session.printed')}</p>
    </section>
  );
};
