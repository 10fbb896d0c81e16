import { useState } from 'preact/hooks';
import { useTitle } from '../parts/use-title.ts';
import { t } from '../words/translate.ts';
import { printNewLink, type SignInFailure, signIn, signInKind } from './session.ts';

export const SignInPage = ({ failure }: { readonly failure: SignInFailure | undefined }) => {
  const heading = useTitle(t('session.title'));
  return (
    <section class="panel narrow">
      <h1 ref={heading} tabIndex={-1}>
        {t('session.title')}
      </h1>
      {failure === 'unreachable' && <p>{t('failed.offline')}</p>}
      {signInKind() === 'oidc' || failure === 'unreachable' ? (
        <ByPool failure={failure} />
      ) : (
        <ByLink failure={failure} />
      )}
    </section>
  );
};

const ByLink = ({ failure }: { readonly failure: SignInFailure | undefined }) => {
  const [isPrinted, setPrinted] = useState(false);
  const print = () => printNewLink().then(() => setPrinted(true));
  return (
    <>
      {failure === 'used' && <p>{t('session.used')}</p>}
      <p>{t('session.link')}</p>
      <button type="button" class="button" onClick={print}>
        {t('session.newLink')}
      </button>
      <p role="status">{isPrinted && t('session.printed')}</p>
    </>
  );
};

const ByPool = ({ failure }: { readonly failure: SignInFailure | undefined }) => (
  <>
    {failure === 'refused' && <p role="alert">{t('session.refused')}</p>}
    <button type="button" class="button primary" onClick={() => void signIn()}>
      {failure === 'unreachable' ? t('failed.again') : t('session.title')}
    </button>
  </>
);
