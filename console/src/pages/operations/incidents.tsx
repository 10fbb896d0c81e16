import { useQuery } from '@tanstack/preact-query';
import { Link } from 'wouter-preact';
import { type SurveyedIncident, surveyedIncidentsQuery } from '../../api/operations-queries.ts';
import { Ago } from '../../parts/ago.tsx';
import { Failed, Stale } from '../../parts/failed.tsx';
import { Mark } from '../../parts/mark.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { useNow } from '../../parts/use-now.ts';
import { sayDuration, sayInstant, t } from '../../words/translate.ts';
import { Pager } from './pager.tsx';
import { Runbook } from './runbook.tsx';
import { placeHref, usePlace } from './use-place.ts';

const PATH = '/operations/incidents';
const OPEN = 'open';

/** Of all accounts, the newest first. */
export const Incidents = () => {
  const { filter, cursor } = usePlace();
  const isOpenOnly = filter === OPEN;
  const read = useQuery(surveyedIncidentsQuery(isOpenOnly, cursor));
  const retry = () => void read.refetch();
  const { data } = read;
  const now = useNow();
  return (
    <section aria-label={t('operations.incidents')} aria-busy={read.isPlaceholderData}>
      <nav class="filter" aria-label={t('filter.label')}>
        <Link class="choice-link" href={PATH} aria-current={isOpenOnly ? undefined : 'true'}>
          {t('filter.all')}
        </Link>
        <Link class="choice-link" href={placeHref(PATH, OPEN)} aria-current={isOpenOnly ? 'true' : undefined}>
          {t('operations.openOnly')}
        </Link>
      </nav>
      {read.isPending && <Skeleton />}
      {read.isError && !data && <Failed error={read.error} retry={retry} />}
      {read.isError && data && <Stale since={read.dataUpdatedAt} retry={retry} />}
      {data?.items.length === 0 && <p>{t('incidents.none')}</p>}
      {data && (
        <ul class="cards">
          {data.items.map((incident) => (
            <Row key={`${incident.integrationId} ${incident.openedAt}`} of={incident} now={now} />
          ))}
        </ul>
      )}
      <Pager path={PATH} filter={isOpenOnly ? OPEN : undefined} cursor={cursor} next={data?.nextCursor} />
    </section>
  );
};

const Row = ({ of, now }: { readonly of: SurveyedIncident; readonly now: number }) => {
  const { integrationId, name, openedAt, from, to, cause, severity, runbook } = of;
  const tone = to !== undefined ? 'calm' : severity === 'critical' ? 'bad' : 'warn';
  const duration = sayDuration((to === undefined ? now : Date.parse(to)) - Date.parse(from));
  return (
    <li class={`card case ${tone}`}>
      <span class={`status ${tone}`}>
        <Mark tone={tone} />
        {t(to === undefined ? 'incidents.open' : 'operations.over')}
      </span>
      <div class="who">
        <b>{name ?? t('operations.gone')}</b>
        <div class="muted small">{integrationId}</div>
      </div>
      <div>
        {t(`cause.${cause}`)}
        <div class="muted small">
          {t('operations.stretch', {
            from: sayInstant(from),
            to: to === undefined ? 'none' : sayInstant(to),
            duration,
          })}
        </div>
      </div>
      <div class="small">
        <span class="label">{t('operations.opened')}</span>
        <Ago at={openedAt} />
        <div>
          <Runbook section={runbook} />
        </div>
      </div>
    </li>
  );
};
