import { useState } from 'preact/hooks';
import { api, dataOf, type Integration, type Key } from '../../api/client.ts';
import { Ago } from '../../parts/ago.tsx';
import { Modal } from '../../parts/modal.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { Scroll } from '../../parts/scroll.tsx';
import { useAction } from '../../parts/use-action.ts';
import { useCanWrite } from '../../session/use-session.ts';
import { sayInstant, t } from '../../words/translate.ts';
import { hintOf } from './key-hint.ts';
import { NewKey } from './new-key.tsx';

type Props = {
  readonly of: Integration;
  readonly isGenerating: boolean;
  readonly setGenerating: (isGenerating: boolean) => void;
};

export const Keys = ({ of, isGenerating, setGenerating }: Props) => {
  const canWrite = useCanWrite();
  const [revoking, setRevoking] = useState<Key>();
  return (
    <section class="panel" id="keys" aria-labelledby="keys-title">
      <h2 id="keys-title">{t('keys.title')}</h2>
      {of.keys.length === 0 ? <p>{t('keys.none')}</p> : <KeyTable of={of} canWrite={canWrite} onRevoke={setRevoking} />}
      {canWrite && (
        <button type="button" class="button" onClick={() => setGenerating(true)}>
          {t('action.generate')}
        </button>
      )}
      {isGenerating && <NewKey of={of} onClose={() => setGenerating(false)} />}
      {revoking && <Revoke of={of} key_={revoking} onClose={() => setRevoking(undefined)} />}
    </section>
  );
};

type TableProps = { readonly of: Integration; readonly canWrite: boolean; readonly onRevoke: (key: Key) => void };

const KeyTable = ({ of, canWrite, onRevoke }: TableProps) => (
  <Scroll>
    <table>
      <thead>
        <tr>
          <th scope="col">{t('keys.key')}</th>
          <th scope="col">{t('keys.state')}</th>
          <th scope="col">{t('keys.created')}</th>
          <th scope="col">{t('keys.used')}</th>
          <th scope="col">
            <span class="visually-hidden">{t('keys.revoke')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {of.keys.map((key) => (
          <tr key={key.keyId}>
            <th scope="row">
              <code>{hintOf(key.keyId)}</code>
            </th>
            <td>
              {sayState(key)}
              {key.lastRefusedAt !== undefined && (
                <div class="problem small">
                  {t('keys.refused')} <Ago at={key.lastRefusedAt} />
                </div>
              )}
            </td>
            <td>
              <Ago at={key.createdAt} />
            </td>
            <td>{key.lastUsedAt === undefined ? t('list.never') : <Ago at={key.lastUsedAt} />}</td>
            <td>
              {canWrite && key.status === 'active' && (
                <button type="button" class="button small-button" onClick={() => onRevoke(key)}>
                  {t('keys.revoke')}
                  <span class="visually-hidden"> {hintOf(key.keyId)}</span>
                </button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </Scroll>
);

const sayState = ({ status, expiresAt, revokedAt }: Key): string => {
  if (status === 'revoked') return t('keys.revoked', { at: sayOrNone(revokedAt) });
  if (status === 'expired') return t('keys.expired', { at: sayOrNone(expiresAt) });
  return expiresAt === undefined ? t('keys.active') : t('keys.activeUntil', { at: sayInstant(expiresAt) });
};

const sayOrNone = (at: string | undefined): string => (at === undefined ? '–' : sayInstant(at));

type RevokeProps = { readonly of: Integration; readonly key_: Key; readonly onClose: () => void };

const Revoke = ({ of, key_: { keyId, lastUsedAt }, onClose }: RevokeProps) => {
  const { isBusy, error, run } = useAction();
  const revoke = async () => {
    const path = { integrationId: of.integrationId, keyId };
    const isDone = await run(async () => {
      await dataOf(api.DELETE('/v1/integrations/{integrationId}/keys/{keyId}', { params: { path } }));
    });
    if (isDone) onClose();
  };
  return (
    <Modal title={t('keys.revokeTitle', { hint: hintOf(keyId) })} onCancel={onClose}>
      <p>{lastUsedAt === undefined ? t('keys.neverUsed') : t('keys.lastUsed', { at: sayInstant(lastUsedAt) })}</p>
      <p>{t('keys.revokeText')}</p>
      <ProblemAlert error={error} />
      <div class="buttons">
        <button type="button" class="button danger" aria-disabled={isBusy} onClick={revoke}>
          {t('keys.revokeNow')}
        </button>
        <button type="button" class="button" onClick={onClose}>
          {t('form.cancel')}
        </button>
      </div>
    </Modal>
  );
};
