import { useQuery } from '@tanstack/preact-query';
import { useMemo, useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import type { Integration } from '../api/client.ts';
import { integrationsQuery } from '../api/queries.ts';
import { Ago } from '../parts/ago.tsx';
import { Failed, Stale } from '../parts/failed.tsx';
import { NextStep } from '../parts/next-step.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { Status, shownStatus } from '../parts/status.tsx';
import { useNow } from '../parts/use-now.ts';
import { useTitle } from '../parts/use-title.ts';
import { useCanReadCounts, useCanWrite } from '../session/use-session.ts';
import { sayNextStep, sayReason } from '../words/reason.ts';
import { sayRelative, t } from '../words/translate.ts';

const SEARCH_FROM = 6;

export const ListPage = () => {
  const list = useQuery(integrationsQuery());
  const heading = useTitle(t('list.title'));
  const canWrite = useCanWrite();
  const retry = () => void list.refetch();
  return (
    <>
      <div class="head">
        <h1 ref={heading} tabIndex={-1}>
          {t('list.title')}
        </h1>
        {canWrite && (
          <Link class="button primary" href="/add">
            {t('list.add')}
          </Link>
        )}
      </div>
      {!canWrite && <p class="muted">{t('list.readOnly')}</p>}
      {list.isPending && <Skeleton />}
      {list.isError && !list.data && <Failed error={list.error} retry={retry} />}
      {list.isError && list.data && <Stale since={list.dataUpdatedAt} retry={retry} />}
      {list.data && <Cards of={list.data} updatedAt={list.dataUpdatedAt} />}
    </>
  );
};

const Cards = ({ of, updatedAt }: { readonly of: readonly Integration[]; readonly updatedAt: number }) => {
  const [text, setText] = useState('');
  const now = useNow();
  const shown = useMemo(() => sortedMatches(of, text), [of, text]);
  if (of.length === 0) return <Empty />;
  const needing = of.filter((integration) => shownStatus(integration).rank < 2).length;
  return (
    <>
      <p class="summary" role="status">
        {t('list.needs', { count: needing })}
      </p>
      {of.length >= SEARCH_FROM && (
        <input
          class="field search"
          type="search"
          aria-label={t('list.search')}
          placeholder={t('list.search')}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      )}
      {shown.length === 0 && <p>{t('list.noMatch', { text })}</p>}
      <ul class="cards">
        {shown.map((integration) => (
          <Card key={integration.integrationId} of={integration} />
        ))}
      </ul>
      <p class="muted small">{t('list.updated', { ago: sayRelative(updatedAt, Math.max(now, updatedAt)) })}</p>
    </>
  );
};

const Empty = () => (
  <section class="panel empty">
    <h2>{t('list.empty')}</h2>
    <p>{t('list.emptyText')}</p>
    {useCanWrite() && (
      <Link class="button primary" href="/add">
        {t('list.add')}
      </Link>
    )}
  </section>
);

/** The most urgent first, then by name. */
const sortedMatches = (of: readonly Integration[], text: string): readonly Integration[] => {
  const wanted = text.trim().toLowerCase();
  return of
    .filter(({ name, freshchatDomain }) => `${name} ${freshchatDomain ?? ''}`.toLowerCase().includes(wanted))
    .toSorted((a, b) => shownStatus(a).rank - shownStatus(b).rank || a.name.localeCompare(b.name));
};

const Card = ({ of }: { readonly of: Integration }) => {
  const { tone } = shownStatus(of);
  const canReadCounts = useCanReadCounts();
  const isSpeaking = tone !== 'good' && of.reason.key !== 'connected';
  const nextStep = sayNextStep(of.reason);
  return (
    <li class={`card ${tone}`}>
      <div class="who">
        <h2>
          <Link href={`/i/${of.integrationId}`}>{of.name}</Link>
        </h2>
        <span class="muted">{of.freshchatDomain ?? 'Freshchat'}</span>
      </div>
      <Status of={of} />
      <div class="last">
        <span class="label">{t('list.lastChat')}</span>{' '}
        {of.lastEventAt === undefined ? t('list.never') : <Ago at={of.lastEventAt} />}
      </div>
      {canReadCounts && (
        <Link href={`/i/${of.integrationId}/contacts`} aria-label={t('contacts.of', { name: of.name })}>
          {t('contacts.title')}
        </Link>
      )}
      {isSpeaking && (
        <dl class="why">
          <div>
            <dt>{t('list.why')}</dt>
            <dd>{sayReason(of.reason)}</dd>
          </div>
          {nextStep !== undefined && (
            <div>
              <dt>{t('list.next')}</dt>
              <dd>
                <p>{nextStep}</p>
                <NextStep of={of} />
              </dd>
            </div>
          )}
        </dl>
      )}
    </li>
  );
};
