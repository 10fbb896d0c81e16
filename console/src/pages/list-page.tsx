import { useQuery } from '@tanstack/preact-query';
import { useMemo, useState } from 'preact/hooks';
import { Link, useSearchParams } from 'wouter-preact';
import type { Integration } from '../api/client.ts';
import { type ListedIntegrations, type ListedState, listQuery } from '../api/list-query.ts';
import { Ago } from '../parts/ago.tsx';
import { Failed, Stale } from '../parts/failed.tsx';
import { Filter } from '../parts/filter.tsx';
import { NextStep } from '../parts/next-step.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { Status, sayState, toneOf } from '../parts/status.tsx';
import { useNow } from '../parts/use-now.ts';
import { useTitle } from '../parts/use-title.ts';
import { useCanReadCounts, useCanWrite } from '../session/use-session.ts';
import { sayNextStep, sayReason } from '../words/reason.ts';
import { sayInstant, sayRelative, t } from '../words/translate.ts';

const STATES: readonly ListedState[] = [
  'critical',
  'needs_you',
  'warning',
  'checking',
  'waiting',
  'operational',
  'paused',
  'erasing',
];
const FILTER_FROM = 6;

export const ListPage = () => {
  const [parameters] = useSearchParams();
  const state = STATES.find((one) => one === parameters.get('state'));
  const list = useQuery(listQuery(state));
  const heading = useTitle(t('list.title'));
  const canWrite = useCanWrite();
  const isEmpty = list.data && totalOf(list.data) === 0;
  const retry = () => void list.refetch();
  return (
    <>
      <div class="head">
        <h1 ref={heading} tabIndex={-1}>
          {t('list.title')}
        </h1>
        {canWrite && !isEmpty && (
          <Link class="button primary" href="/add">
            {t('list.add')}
          </Link>
        )}
      </div>
      {!canWrite && <p class="muted">{t('list.readOnly')}</p>}
      {list.isPending && <Skeleton />}
      {list.isError && !list.data && <Failed error={list.error} retry={retry} />}
      {list.isError && list.data && <Stale since={list.dataUpdatedAt} retry={retry} />}
      {isEmpty && <Empty />}
      {list.data && !isEmpty && <Loaded of={list.data} state={state} />}
      {list.data && <Updated at={list.dataUpdatedAt} />}
    </>
  );
};

const totalOf = ({ counts }: ListedIntegrations): number => STATES.reduce((sum, state) => sum + counts[state], 0);

type LoadedProps = { readonly of: ListedIntegrations; readonly state: ListedState | undefined };

const Loaded = ({ of, state }: LoadedProps) => {
  const { items, counts } = of;
  const total = totalOf(of);
  const [text, setText] = useState('');
  const shown = useMemo(() => matchesOf(items, text), [items, text]);
  // Drawn anew only when they changed: most answers say what the one before said.
  const cards = useMemo(() => <Cards of={shown} />, [shown]);
  return (
    <>
      <p class="summary" role="status">
        {t('list.needs', { count: counts.critical + counts.needs_you + counts.warning })}
      </p>
      {(total >= FILTER_FROM || state !== undefined) && (
        <>
          <Filter
            label={t('filter.label')}
            choices={[
              { word: t('filter.all'), count: total, href: '/', isChosen: state === undefined },
              ...STATES.map((one) => ({
                word: sayState(one),
                count: counts[one],
                href: `/?state=${one}`,
                isChosen: state === one,
                tone: toneOf(one),
              })),
            ]}
          />
          <input
            class="field search"
            type="search"
            aria-label={t('list.search')}
            placeholder={t('list.search')}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </>
      )}
      {shown.length === 0 && <p>{text === '' ? t('list.noneOfState') : t('list.noMatch', { text })}</p>}
      {cards}
    </>
  );
};

const Cards = ({ of }: { readonly of: readonly Integration[] }) => (
  <ul class="cards">
    {of.map((integration) => (
      <Card key={integration.integrationId} of={integration} />
    ))}
  </ul>
);

const Updated = ({ at }: { readonly at: number }) => {
  const now = useNow();
  return <p class="muted small">{t('list.updated', { ago: sayRelative(at, Math.max(now, at)) })}</p>;
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

const matchesOf = (of: readonly Integration[], text: string): readonly Integration[] => {
  const wanted = text.trim().toLowerCase();
  return of.filter(({ name, freshchatDomain }) => `${name} ${freshchatDomain ?? ''}`.toLowerCase().includes(wanted));
};

const Card = ({ of }: { readonly of: Integration }) => {
  const tone = toneOf(of.state);
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
        {of.state === 'operational' && of.silentAfter !== undefined && (
          <div class="muted small">{t('list.deadline', { at: sayInstant(of.silentAfter) })}</div>
        )}
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
