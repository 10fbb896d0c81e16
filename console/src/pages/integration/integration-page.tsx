import { useQuery } from '@tanstack/preact-query';
import { useEffect, useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { ApiError, type Integration } from '../../api/client.ts';
import { integrationQuery } from '../../api/integration-query.ts';
import { Back } from '../../parts/back.tsx';
import { Failed, Stale } from '../../parts/failed.tsx';
import type { Step } from '../../parts/next-step.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { Status } from '../../parts/status.tsx';
import { useTitle } from '../../parts/use-title.ts';
import { useCanReadCounts, useCanWrite } from '../../session/use-session.ts';
import { t } from '../../words/translate.ts';
import { GonePage } from '../gone-page.tsx';
import { Danger } from './danger.tsx';
import { Evidence } from './evidence.tsx';
import { Install } from './install.tsx';
import { Keys } from './keys.tsx';
import { Settings } from './settings.tsx';
import { Standing } from './standing.tsx';

export const IntegrationPage = ({ id }: { readonly id: string }) => {
  const read = useQuery(integrationQuery(id));
  const retry = () => void read.refetch();
  if (read.error instanceof ApiError && read.error.status === 404) return <GonePage />;
  return (
    <>
      <Back />
      {read.isPending && <Skeleton />}
      {read.isError && !read.data && <Failed error={read.error} retry={retry} />}
      {read.isError && read.data && <Stale since={read.dataUpdatedAt} retry={retry} />}
      {read.data && <Loaded of={read.data} />}
    </>
  );
};

const STEPS: readonly Step[] = ['generate', 'install', 'settings'];

const Loaded = ({ of }: { readonly of: Integration }) => {
  const heading = useTitle(of.name);
  const canWrite = useCanWrite();
  const canReadCounts = useCanReadCounts();
  const [isGenerating, setGenerating] = useState(false);
  const takeStep = (step: Step): void => {
    if (step === 'generate') setGenerating(true);
    else document.getElementById(step)?.scrollIntoView();
  };
  useEffect(() => {
    // What the address asks for can be done only now. A reload must not do it again.
    const wanted = STEPS.find((step) => location.hash === `#${step}`);
    if (wanted === undefined) return;
    history.replaceState(history.state, '', location.pathname);
    if (wanted !== 'generate' || canWrite) takeStep(wanted);
  }, []);
  const isDeleted = of.status === 'erasing' || of.status === 'erased';
  return (
    <>
      <div class="head">
        <div class="who">
          <h1 ref={heading} tabIndex={-1}>
            {of.name}
          </h1>
          <span class="muted">{of.freshchatDomain ?? 'Freshchat'}</span>
        </div>
        <Status of={of} />
      </div>
      <nav class="links" aria-label={of.name}>
        {canReadCounts && <Link href={`/i/${of.integrationId}/contacts`}>{t('contacts.title')}</Link>}
        <Link href={`/i/${of.integrationId}/incidents`}>{t('incidents.title')}</Link>
      </nav>
      {!canWrite && <p class="muted">{t('list.readOnly')}</p>}
      <Standing of={of} onStep={takeStep} />
      {!isDeleted && (
        <>
          <Install of={of} />
          <Keys of={of} isGenerating={isGenerating} setGenerating={setGenerating} />
          <Evidence of={of} />
          {canWrite && <Settings of={of} />}
          {canWrite && <Danger of={of} />}
        </>
      )}
    </>
  );
};
