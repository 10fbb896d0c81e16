import { useQuery } from '@tanstack/preact-query';
import type { ComponentChildren } from 'preact';
import { type PipelineNumbers, pipelineNumbersQuery } from '../../api/operations-queries.ts';
import { Ago } from '../../parts/ago.tsx';
import { Failed, Stale } from '../../parts/failed.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { sayPipeline } from '../../words/pipeline.ts';
import { sayInstant, sayNumber, t } from '../../words/translate.ts';
import { Runbook } from './runbook.tsx';

/** Our own pipeline in numbers. What is not known is not there, or says so: it is no zero. */
export const OurPipeline = () => {
  const read = useQuery(pipelineNumbersQuery());
  const retry = () => void read.refetch();
  return (
    <section class="panel" aria-labelledby="our-pipeline">
      <h2 id="our-pipeline">{t('operations.pipeline')}</h2>
      {read.isPending && <Skeleton />}
      {read.isError && !read.data && <Failed error={read.error} retry={retry} />}
      {read.isError && read.data && <Stale since={read.dataUpdatedAt} retry={retry} />}
      {read.data && <Numbers of={read.data} />}
    </section>
  );
};

const Numbers = ({ of }: { readonly of: PipelineNumbers }) => (
  <>
    <p>
      {sayPipeline(of)} <Runbook section={of.runbook} />
    </p>
    <dl class="facts">
      <Fact name="operations.checked">{of.checkedAt === undefined ? t('list.never') : <Ago at={of.checkedAt} />}</Fact>
      <Fact name="operations.caughtUp">
        {of.caughtUpTo === undefined ? t('operations.notKnown') : <Ago at={of.caughtUpTo} />}
      </Fact>
      <Fact name="operations.probe">
        {of.probeOnTheWaySince === undefined ? t('operations.none') : <Ago at={of.probeOnTheWaySince} />}
      </Fact>
      <Fact name="operations.stall">{of.stall ? sayStretch(of.stall) : t('operations.none')}</Fact>
      <Fact name="operations.manySilent">
        {of.manySilent ? sayStretch(of.manySilent) : t('operations.none')}
        {of.manySilent?.notOurs && ` (${t('operations.notOurs')})`}
      </Fact>
      <Fact name="operations.openIncidents">{sayNumber(of.openIncidents)}</Fact>
      <Fact name="operations.all">{sayNumber(of.integrations.total)}</Fact>
    </dl>
    {of.ourOutages.length > 0 && (
      <details>
        <summary>{t('operations.outages', { count: of.ourOutages.length })}</summary>
        <ul>
          {of.ourOutages.map((outage) => (
            <li key={outage.from}>{sayStretch(outage)}</li>
          ))}
        </ul>
      </details>
    )}
  </>
);

type FactName = 'checked' | 'caughtUp' | 'probe' | 'stall' | 'manySilent' | 'openIncidents' | 'all';

const Fact = ({
  name,
  children,
}: {
  readonly name: `operations.${FactName}`;
  readonly children: ComponentChildren;
}) => (
  <div>
    <dt>{t(name)}</dt>
    <dd>{children}</dd>
  </div>
);

const sayStretch = ({ from, to }: { readonly from: string; readonly to?: string }): string =>
  `${sayInstant(from)} – ${to === undefined ? t('incidents.open') : sayInstant(to)}`;
