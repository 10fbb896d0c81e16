import { useEffect, useRef, useState } from 'preact/hooks';
import { api, dataOf, type Integration } from '../../api/client.ts';
import { Modal } from '../../parts/modal.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { useAction } from '../../parts/use-action.ts';
import { t } from '../../words/translate.ts';

/** How long the other keys go on working; a day is enough to reach whoever can open the app's settings. */
const OVERLAPS = ['PT24H', 'PT1H', 'P7D', 'PT0S'] as const;
type Overlap = (typeof OVERLAPS)[number];

type Props = { readonly of: Integration; readonly onClose: () => void };

/**
 * The key is in this dialog alone: in no address, no storage and no cache. It goes with the dialog, which neither
 * Escape nor a reload without a question closes.
 */
export const NewKey = ({ of, onClose }: Props) => {
  const [key, setKey] = useState<string>();
  return key === undefined ? (
    <Generate of={of} onKey={setKey} onClose={onClose} />
  ) : (
    <ShownOnce value={key} onClose={onClose} />
  );
};

const Generate = ({ of, onKey, onClose }: Props & { readonly onKey: (key: string) => void }) => {
  const [overlap, setOverlap] = useState<Overlap>('PT24H');
  const { isBusy, error, run } = useAction();
  const hasOthers = of.keys.some(({ status }) => status === 'active');
  const generate = () =>
    run(async () => {
      const { key } = await dataOf(
        api.POST('/v1/integrations/{integrationId}/keys', {
          params: { path: { integrationId: of.integrationId } },
          body: hasOthers ? { expireOthersAfter: overlap } : {},
        }),
      );
      onKey(key);
    });
  return (
    <Modal title={t('action.generate')} onCancel={onClose}>
      {hasOthers ? (
        <fieldset>
          <legend>{t('newKey.others')}</legend>
          {OVERLAPS.map((choice) => (
            <label key={choice} class="choice">
              <input type="radio" name="overlap" checked={overlap === choice} onChange={() => setOverlap(choice)} />
              {t(`newKey.${choice}`)}
            </label>
          ))}
        </fieldset>
      ) : (
        <p>{t('newKey.first')}</p>
      )}
      <ProblemAlert error={error} />
      <div class="buttons">
        <button type="button" class="button primary" aria-disabled={isBusy} onClick={generate}>
          {t('action.generate')}
        </button>
        <button type="button" class="button" onClick={onClose}>
          {t('form.cancel')}
        </button>
      </div>
    </Modal>
  );
};

const ShownOnce = ({ value, onClose }: { readonly value: string; readonly onClose: () => void }) => {
  const field = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState<'copied' | 'selected'>();
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, []);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setSaid('copied');
    } catch {
      field.current?.select();
      setSaid('selected');
    }
  };
  return (
    <Modal title={t('newKey.title')}>
      <p>{t('newKey.once')}</p>
      <div class="with-button">
        <input
          ref={field}
          class="field code"
          readOnly
          value={value}
          aria-label={t('newKey.title')}
          onFocus={(event) => event.currentTarget.select()}
        />
        <button type="button" class="button primary" onClick={copy}>
          {t('newKey.copy')}
        </button>
      </div>
      <p class="small" role="status">
        {said && t(`newKey.${said}`)}
      </p>
      <ol>
        <li>{t('newKey.step1')}</li>
        <li>{t('newKey.step2')}</li>
        <li>{t('newKey.step3')}</li>
      </ol>
      <div class="buttons">
        <button type="button" class="button" onClick={onClose}>
          {t('newKey.pasted')}
        </button>
      </div>
    </Modal>
  );
};
