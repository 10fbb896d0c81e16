import { useQueryClient } from '@tanstack/preact-query';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../words/translate.ts';
import { printNewLink, signIn, signInKind } from './session.ts';
import { useSession } from './use-session.ts';

/** Over the page, so that what was typed there is kept. */
export const EndedDialog = () => {
  const isEnded = useSession() === 'ended';
  const dialog = useRef<HTMLDialogElement>(null);
  const [isPrinted, setPrinted] = useState(false);
  const [isRefused, setRefused] = useState(false);
  const queries = useQueryClient();
  useEffect(() => {
    if (isEnded) dialog.current?.showModal();
    else dialog.current?.close();
    setPrinted(false);
    setRefused(false);
  }, [isEnded]);
  const again = async () => {
    const failure = await signIn();
    setRefused(failure !== undefined);
    if (failure === undefined) await queries.invalidateQueries();
  };
  const print = () => printNewLink().then(() => setPrinted(true));
  const isByLink = signInKind() === 'link';
  const notYet = isByLink ? 'session.notYet' : 'session.refused';
  return (
    <dialog ref={dialog} aria-labelledby="ended" onCancel={(event) => event.preventDefault()}>
      <h2 id="ended">{t('session.ended')}</h2>
      <p>{t('session.endedText')}</p>
      <p role="status">{isRefused ? t(notYet) : isPrinted && t('session.printed')}</p>
      <div class="buttons">
        <button type="button" class="button primary" onClick={again}>
          {t('session.again')}
        </button>
        {isByLink && (
          <button type="button" class="button" onClick={print}>
            {t('session.newLink')}
          </button>
        )}
      </div>
    </dialog>
  );
};
