import { useInfiniteQuery, useQuery } from '@tanstack/preact-query';
import { ApiError, type Incident, type Integration } from '../../api/client.ts';
import { incidentsQuery } from '../../api/incidents-query.ts';
import { integrationQuery } from '../../api/integration-query.ts';
import { pipelineQuery } from '../../api/pipeline-query.ts';
import { Back } from '../../parts/back.tsx';
import { Failed, Stale } from '../../parts/failed.tsx';
import { Scroll } from '../../parts/scroll.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { useNow } from '../../parts/use-now.ts';
import { useTitle } from '../../parts/use-title.ts';
import { sayDuration, sayInstant, t } from '../../words/translate.ts';
import { GonePage } from '../gone-page.tsx';
import { DayBar } from './day-bar.tsx';

export const IncidentsPage = ({ id }: { readonly id: string }) => {
  const integration = useQuery(integrationQuery(id));
  const incidents = useInfiniteQuery(incidentsQuery(id));
  const heading = useTitle(t('incidents.title'));
  const retry = () => void Promise.all([integration.refetch(), incidents.refetch()]);
  const error = integration.error ?? incidents.error;
  if (error instanceof ApiError && error.status === 404) return <GonePage />;
  const items = incidents.data?.pages.flatMap((page) => page.items);
  const isLoaded = integration.data !== undefined && items !== undefined;
  return (
    <>
      <Back href={`/i/${id}`} label={integration.data?.name ?? t('gone.back')} />
      <div class="head">
        <h1 ref={heading} tabIndex={-1}>
          {t('incidents.title')}
        </h1>
      </div>
      {error && !isLoaded && <Failed error={error} retry={retry} />}
      {error && isLoaded && <Stale since={incidents.dataUpdatedAt} retry={retry} />}
      {!error && !isLoaded && <Skeleton />}
      {isLoaded && <Loaded of={integration.data} items={items} />}
      {incidents.hasNextPage && (
        <button type="button" class="button" onClick={() => void incidents.fetchNextPage()}>
          {t('incidents.older')}
        </button>
      )}
    </>
  );
};

const Loaded = ({ of, items }: { readonly of: Integration; readonly items: readonly Incident[] }) => {
  const now = useNow();
  const pipeline = useQuery(pipelineQuery());
  const known = {
    incidents: items,
    createdAt: of.createdAt,
    ...(of.state === 'paused' && { pausedSince: of.since }),
    ourOutages: pipeline.data?.ourOutages ?? [],
  };
  return (
    <>
      {/* Before it is known which outages were ours, no day may say that it was well. */}
      {pipeline.data && <DayBar known={known} now={now} />}
      {pipeline.isError && !pipeline.data && <p class="muted">{t('pipeline.unknown')}</p>}
      {items.length === 0 ? (
        <section class="panel empty">
          <h2>{t('incidents.none')}</h2>
          <p>{t('incidents.noneText')}</p>
        </section>
      ) : (
        <IncidentTable items={items} now={now} />
      )}
    </>
  );
};

const IncidentTable = ({ items, now }: { readonly items: readonly Incident[]; readonly now: number }) => (
  <section class="panel" aria-labelledby="incidents-table">
    <h2 id="incidents-table">{t('incidents.list')}</h2>
    <p class="muted">{t('incidents.mark')}</p>
    <Scroll>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('incidents.from')}</th>
            <th scope="col">{t('incidents.to')}</th>
            <th scope="col">{t('incidents.duration')}</th>
            <th scope="col">{t('incidents.cause')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map(({ openedAt, from, to, endedBy, cause }) => (
            <tr key={openedAt}>
              <th scope="row">
                <time dateTime={from}>{sayInstant(from)}</time>
              </th>
              <td>
                {to === undefined ? t('incidents.open') : <time dateTime={to}>{sayInstant(to)}</time>}
                {endedBy && <p class="muted">{t(`ended.${endedBy}`)}</p>}
              </td>
              <td>{sayDuration((to === undefined ? now : Date.parse(to)) - Date.parse(from))}</td>
              <td>{t(`cause.${cause}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  </section>
);
