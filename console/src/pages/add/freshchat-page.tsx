import { useQuery } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { api, dataOf } from '../../api/client.ts';
import { listQuery } from '../../api/list-query.ts';
import { Back } from '../../parts/back.tsx';
import { Field } from '../../parts/field.tsx';
import { sayProblem } from '../../parts/problem.ts';
import { SecretField } from '../../parts/secret-field.tsx';
import { useAction } from '../../parts/use-action.ts';
import { useFirstProblem } from '../../parts/use-first-problem.ts';
import { useTitle } from '../../parts/use-title.ts';
import { t } from '../../words/translate.ts';
import { toHostName } from './freshchat-domain.ts';

const FIELDS: readonly string[] = ['name', 'freshchatDomain', 'freshchatKey'];
const MAX_NAME = 200;

export const FreshchatPage = () => {
  const heading = useTitle(t('add.freshchatTitle'));
  const [, navigate] = useLocation();
  const [name, setName] = useState('');
  const [domain, setDomain] = useState('');
  const [key, setKey] = useState('');
  const [shortened, setShortened] = useState<string>();
  const { isBusy, error, run } = useAction();
  const form = useFirstProblem(error);
  const twin = useQuery(listQuery()).data?.items.find(
    ({ freshchatDomain }) => domain !== '' && freshchatDomain === toHostName(domain),
  );
  const problemOf = (field: string) => (error?.field === field ? sayProblem(error) : undefined);

  const shorten = () => {
    const host = toHostName(domain);
    setShortened(host === domain ? undefined : host);
    setDomain(host);
  };
  const save = (verify: 'true' | 'false') =>
    run(async () => {
      const { integrationId } = await dataOf(
        api.POST('/v1/integrations', {
          params: { query: { verify } },
          body: { name: name.trim(), freshchatDomain: toHostName(domain), freshchatKey: key.trim() },
        }),
      );
      setKey('');
      navigate(`/i/${integrationId}#install`);
    });

  return (
    <>
      <Back href="/add" label={t('add.title')} />
      <div class="head">
        <h1 ref={heading} tabIndex={-1}>
          {t('add.freshchatTitle')}
        </h1>
      </div>
      <form
        ref={form}
        class="panel narrow-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save('true');
        }}
      >
        <Field
          label={t('form.name')}
          hint={t('form.nameHint')}
          error={problemOf('name')}
          name="name"
          value={name}
          onInput={setName}
          maxLength={MAX_NAME}
        />
        <Field
          label={t('form.domain')}
          hint={t('form.domainHint')}
          note={twin ? t('form.twin', { name: twin.name }) : shortened && t('form.shortened', { domain: shortened })}
          error={problemOf('freshchatDomain')}
          name="domain"
          value={domain}
          onInput={setDomain}
          onBlur={shorten}
        />
        <SecretField
          label={t('form.freshchatKey')}
          hint={t('form.freshchatKeyHint')}
          error={problemOf('freshchatKey')}
          name="freshchat-key"
          value={key}
          onInput={setKey}
        />
        {error && (
          <div class="alert bad" role="alert">
            <p>{t('form.notSaved')}</p>
            {!FIELDS.includes(error.field ?? '') && <p>{sayProblem(error)}</p>}
          </div>
        )}
        <div class="buttons">
          <button type="submit" class="button primary" aria-disabled={isBusy}>
            {isBusy ? t('form.asking') : t('form.save')}
          </button>
          {error?.code === 'unreachable' && (
            <button type="button" class="button" onClick={() => void save('false')}>
              {t('form.saveUnchecked')}
            </button>
          )}
        </div>
      </form>
    </>
  );
};
