import { useQuery } from '@tanstack/preact-query';
import { Link } from 'wouter-preact';
import { type SurveyedIncident, surveyedIncidentsQuery } from '../../api/operations-queries.ts';
import { Failed, Stale } from '../../parts/failed.tsx';
import { Scroll } from '../../parts/scroll.tsx';
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
      {data && data.items.length > 0 && <Table of={data.items} />}
      <Pager path={PATH} filter={isOpenOnly ? OPEN : undefined} cursor={cursor} next={data?.nextCursor} />
    </section>
  );
};

const Table = ({ of }: { readonly of: readonly SurveyedIncident[] }) => {
  const now = useNow();
  return (
    <div class="panel">
      <Scroll>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('operations.opened')}</th>
              <th scope="col">{t('operations.integration')}</th>
              <th scope="col">{t('incidents.cause')}</th>
              <th scope="col">{t('incidents.from')}</th>
              <th scope="col">{t('incidents.to')}</th>
              <th scope="col">{t('incidents.duration')}</th>
              <th scope="col">{t('operations.runbook')}</th>
            </tr>
          </thead>
          <tbody>
            {of.map(({ integrationId, name, openedAt, from, to, cause, runbook }) => (
              <tr key={`${integrationId} ${openedAt}`}>
                <td>
                  <time dateTime={openedAt}>{sayInstant(openedAt)}</time>
                </td>
                <th scope="row" class="name">
                  {name ?? t('operations.gone')}
                  <div class="muted small">{integrationId}</div>
                </th>
                <td>{t(`cause.${cause}`)}</td>
                <td>
                  <time dateTime={from}>{sayInstant(from)}</time>
                </td>
                <td>{to === undefined ? t('incidents.open') : <time dateTime={to}>{sayInstant(to)}</time>}</td>
                <td>{sayDuration((to === undefined ? now : Date.parse(to)) - Date.parse(from))}</td>
                <td>
                  <Runbook section={runbook} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </div>
  );
};
