import { useQuery } from '@tanstack/preact-query';
import { Link } from 'wouter-preact';
import { type Section, type SurveyedIntegration, surveyQuery } from '../../api/operations-queries.ts';
import { Ago } from '../../parts/ago.tsx';
import { Failed, Stale } from '../../parts/failed.tsx';
import { Filter } from '../../parts/filter.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { Status, sayState, toneOf } from '../../parts/status.tsx';
import { currentAccount } from '../../session/session.ts';
import { sayReason } from '../../words/reason.ts';
import { sayInstant, t } from '../../words/translate.ts';
import { Pager } from './pager.tsx';
import { Runbook } from './runbook.tsx';
import { placeHref, usePlace } from './use-place.ts';

const PATH = '/operations';
const SECTIONS: readonly Section[] = ['critical', 'needs_you', 'warning', 'checking', 'quiet', 'paused', 'erasing'];

const saySection = (section: Section): string => (section === 'quiet' ? t('operations.quiet') : sayState(section));

/** Thousands, a page at a time; in the order of the API, the most urgent first. */
export const Integrations = () => {
  const { filter, cursor } = usePlace();
  const state = SECTIONS.find((section) => section === filter);
  const read = useQuery(surveyQuery(state, cursor));
  const retry = () => void read.refetch();
  const { data } = read;
  return (
    <section aria-label={t('operations.integrations')} aria-busy={read.isPlaceholderData}>
      {read.isPending && <Skeleton />}
      {read.isError && !data && <Failed error={read.error} retry={retry} />}
      {read.isError && data && <Stale since={read.dataUpdatedAt} retry={retry} />}
      {data && (
        <>
          <Filter
            label={t('filter.label')}
            choices={[
              { word: t('filter.all'), count: data.counts.total, href: PATH, isChosen: state === undefined },
              ...SECTIONS.map((section) => ({
                word: saySection(section),
                count: data.counts[section],
                href: placeHref(PATH, section),
                isChosen: state === section,
                // The monitor has found nothing yet: what came since its last look may still say otherwise, so it is not green.
                tone: section === 'quiet' ? ('calm' as const) : toneOf(section),
              })),
            ]}
          />
          {data.items.length === 0 && <p>{t('operations.noIntegration')}</p>}
          <ul class="cards">
            {data.items.map((integration) => (
              <Row key={integration.integrationId} of={integration} />
            ))}
          </ul>
        </>
      )}
      <Pager path={PATH} filter={state} cursor={cursor} next={data?.nextCursor} />
    </section>
  );
};

const Row = ({ of }: { readonly of: SurveyedIntegration }) => (
  <li class={`card case ${toneOf(of.state)}`}>
    <Status of={of} />
    <div class="who">
      {/* Whoever is on call is an administrator of one account only: the pages of others are closed. */}
      {of.account === currentAccount() ? <Link href={`/i/${of.integrationId}`}>{of.name}</Link> : <b>{of.name}</b>}
      <div class="muted small">{of.integrationId}</div>
    </div>
    <div>
      {sayReason(of.reason)}
      <div class="muted small">
        {of.incident &&
          `${t('operations.incident', { from: sayInstant(of.incident.from) })} ${t(of.incident.announced ? 'operations.told' : 'operations.untold')}`}
        {!of.incident && of.lastEventAt !== undefined && (
          <>
            {t('list.lastChat')}: <Ago at={of.lastEventAt} />
          </>
        )}
      </div>
    </div>
    <div class="small">
      {of.since !== undefined && (
        <>
          <span class="label">{t('operations.since')}</span>
          <Ago at={of.since} />
        </>
      )}
      <div>
        <Runbook section={of.runbook} />
      </div>
    </div>
  </li>
);
