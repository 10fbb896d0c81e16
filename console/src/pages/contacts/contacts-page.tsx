import { useQuery } from '@tanstack/preact-query';
import { useMemo } from 'preact/hooks';
import { Link, useSearchParams } from 'wouter-preact';
import { ApiError, type Integration } from '../../api/client.ts';
import { contactsQuery, queuesQuery } from '../../api/contacts-query.ts';
import { integrationQuery } from '../../api/integration-query.ts';
import type { ContactCounts } from '../../api/joined-pages.ts';
import { Back } from '../../parts/back.tsx';
import { Failed, Stale } from '../../parts/failed.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { useNow } from '../../parts/use-now.ts';
import { useTitle } from '../../parts/use-title.ts';
import { sayDate, t } from '../../words/translate.ts';
import { GonePage } from '../gone-page.tsx';
import { Completeness } from './completeness.tsx';
import { type Change, Controls } from './controls.tsx';
import { CsvButton } from './csv-button.tsx';
import { DayBars } from './day-bars.tsx';
import { type Day, toCalendar } from './day-rows.ts';
import { DayTable } from './day-table.tsx';
import { HeatMap } from './heat-map.tsx';
import { askedOf, firstDay, parseView, type View } from './view.ts';

const INTEGRATION_EVERY_MS = 60_000;

export const ContactsPage = ({ id }: { readonly id: string }) => {
  const [parameters, setParameters] = useSearchParams();
  const now = useNow();
  const view = parseView(parameters, now);
  const asked = askedOf(view);
  const read = useQuery(contactsQuery(id, asked));
  // Who may read counts only sees them without the name.
  const integration = useQuery(integrationQuery(id, INTEGRATION_EVERY_MS)).data;
  const title = integration ? t('contacts.of', { name: integration.name }) : t('contacts.title');
  const heading = useTitle(title);
  const retry = () => void read.refetch();
  const change: Change = (changes) =>
    setParameters(
      (before) => {
        const after = new URLSearchParams(before);
        for (const [name, value] of Object.entries(changes)) {
          if (value === undefined) after.delete(name);
          else after.set(name, value);
        }
        return after;
      },
      { replace: true },
    );
  if (read.error instanceof ApiError && read.error.status === 404) return <GonePage />;
  return (
    <>
      <Back href={`/i/${id}`} label={integration?.name ?? t('gone.back')} />
      <div class="head">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {read.data && (
          <CsvButton id={id} asked={asked} queue={view.queue} fileName={`contacts-${firstDay(view)}-${view.to}.csv`} />
        )}
      </div>
      <Controls view={view} queues={read.data?.series.map(({ queue }) => queue) ?? []} change={change} />
      {read.isError && !read.data && <Failed error={read.error} retry={retry} />}
      {read.isError && read.data && <Stale since={read.dataUpdatedAt} retry={retry} />}
      {read.isPending && <Skeleton />}
      {read.data && (
        <Loaded counts={read.data} of={integration} {...{ id, view, change, now }} isBusy={read.isPlaceholderData} />
      )}
    </>
  );
};

type LoadedProps = {
  readonly id: string;
  readonly counts: ContactCounts;
  readonly of: Integration | undefined;
  readonly view: View;
  readonly change: Change;
  readonly now: number;
  readonly isBusy: boolean;
};

const QUARTER_MS = 900_000;

const Loaded = ({ id, counts, of, view, change, now, isBusy }: LoadedProps) => {
  // The picture changes when an hour may begin, not each time somebody looks at the clock.
  const quarterNow = Math.floor(now / QUARTER_MS);
  const calendar = useMemo(
    () =>
      toCalendar(counts, view.queue, {
        now: quarterNow * QUARTER_MS + 1,
        completeFrom: counts.completeFrom === null ? undefined : Date.parse(counts.completeFrom),
        createdAt: of && Date.parse(of.createdAt),
      }),
    [counts, view.queue, of?.createdAt, quarterNow],
  );
  const names = useQuery(queuesQuery(id, askedOf(view))).data?.queues ?? [];
  const day = calendar.days.find(({ date }) => date === view.day) ?? lastBusyDay(calendar.days);
  const isEmpty = calendar.queues.length === 0 && counts.completeFrom === null && view.queue === undefined;
  if (isEmpty) return <Empty id={id} />;
  if (!day) return <p>{t('contacts.before')}</p>;
  return (
    <div aria-busy={isBusy}>
      <Completeness calendar={calendar} counts={counts} timeZone={view.timeZone} />
      <HeatMap
        calendar={calendar}
        holes={counts.holes}
        title={t(counts.measure === 'arrivals' ? 'contacts.heatArrivals' : 'contacts.heat')}
        chosen={day.date}
        onChoose={(date) => change({ day: date })}
      />
      <section class="panel" aria-labelledby="bars">
        <h2 id="bars">{t('contacts.bars', { day: sayDate(day.date) })}</h2>
        <DayBars day={day} calendar={calendar} />
        <DayTable day={day} calendar={calendar} names={view.isJoined ? names : []} />
      </section>
      <p class="muted small" id="csv-text">
        {t('contacts.csvText', { zone: view.timeZone })}
      </p>
    </div>
  );
};

const lastBusyDay = (days: readonly Day[]): Day | undefined =>
  days.findLast(({ hours }) => hours.some((hour) => hour && hour.count > 0)) ?? days.at(-1);

const Empty = ({ id }: { readonly id: string }) => (
  <section class="panel empty">
    <h2>{t('contacts.empty')}</h2>
    <p>{t('contacts.emptyText')}</p>
    <Link class="button" href={`/i/${id}#install`}>
      {t('action.install')}
    </Link>
  </section>
);
