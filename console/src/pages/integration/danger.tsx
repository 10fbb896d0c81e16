import { useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { api, doneOf, type Integration } from '../../api/client.ts';
import { Field } from '../../parts/field.tsx';
import { Modal } from '../../parts/modal.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { useAction } from '../../parts/use-action.ts';
import { useCanErase } from '../../session/use-session.ts';
import { t } from '../../words/translate.ts';

export const Danger = ({ of }: { readonly of: Integration }) => {
  const [isAsking, setAsking] = useState(false);
  return (
    <section class="panel" aria-labelledby="danger-title">
      <h2 id="danger-title">{t('danger.title')}</h2>
      <p>{t('danger.text')}</p>
      <button type="button" class="button danger" onClick={() => setAsking(true)}>
        {t('danger.delete')}
      </button>
      {isAsking && <Delete of={of} onClose={() => setAsking(false)} />}
    </section>
  );
};

const Delete = ({ of, onClose }: { readonly of: Integration; readonly onClose: () => void }) => {
  const [typed, setTyped] = useState('');
  const [isErased, setErased] = useState(false);
  const [isMistyped, setMistyped] = useState(false);
  const canErase = useCanErase();
  const [, navigate] = useLocation();
  const { isBusy, error, run } = useAction();
  const remove = async () => {
    if (typed.trim() !== of.name.trim()) return setMistyped(true);
    const isDone = await run(async () => {
      const path = { integrationId: of.integrationId };
      const query = { erase: isErased ? 'true' : 'false' } as const;
      await doneOf(api.DELETE('/v1/integrations/{integrationId}', { params: { path, query } }));
    });
    if (!isDone) return;
    onClose();
    // What is to be erased shows when, and its undo; what is deleted is gone.
    if (!isErased) navigate('/');
  };
  return (
    <Modal title={t('danger.confirm', { name: of.name })} onCancel={onClose}>
      <p>{t('danger.keys')}</p>
      <fieldset>
        <legend>{t('danger.counts')}</legend>
        <label class="choice">
          <input type="radio" name="erase" checked={!isErased} onChange={() => setErased(false)} />
          {t('danger.keep')}
        </label>
        <label class="choice">
          <input
            type="radio"
            name="erase"
            checked={isErased}
            disabled={!canErase}
            aria-describedby={canErase ? undefined : 'may-not-erase'}
            onChange={() => setErased(true)}
          />
          {t('danger.erase')}
        </label>
        {!canErase && (
          <p class="muted small" id="may-not-erase">
            {t('danger.mayNotErase')}
          </p>
        )}
      </fieldset>
      <Field
        label={t('danger.type')}
        hint={of.name}
        error={isMistyped ? t('danger.mistyped') : undefined}
        name="typed-name"
        value={typed}
        onInput={(text) => {
          setTyped(text);
          setMistyped(false);
        }}
      />
      <ProblemAlert error={error} />
      <div class="buttons">
        <button type="button" class="button danger" aria-disabled={isBusy} onClick={() => void remove()}>
          {isErased ? t('danger.eraseNow') : t('danger.deleteNow')}
        </button>
        <button type="button" class="button" onClick={onClose}>
          {t('form.cancel')}
        </button>
      </div>
    </Modal>
  );
};
