/** For on-call: how we ourselves are, all integrations by urgency, and their incidents. */

import { Link } from 'wouter-preact';
import { useTitle } from '../../parts/use-title.ts';
import { useIsOnCall } from '../../session/use-session.ts';
import { t } from '../../words/translate.ts';
import { Incidents } from './incidents.tsx';
import { Integrations } from './integrations.tsx';
import { OurPipeline } from './our-pipeline.tsx';

const VIEWS = [
  ['integrations', '/operations'],
  ['incidents', '/operations/incidents'],
] as const;

type Props = { readonly view: (typeof VIEWS)[number][0] };

export const OperationsPage = ({ view }: Props) => {
  const heading = useTitle(t('operations.title'));
  const isOnCall = useIsOnCall();
  return (
    <>
      <div class="head">
        <h1 ref={heading} tabIndex={-1}>
          {t('operations.title')}
        </h1>
      </div>
      {isOnCall ? <Views view={view} /> : <p>{t('operations.forbidden')}</p>}
    </>
  );
};

const Views = ({ view }: Props) => (
  <>
    <OurPipeline />
    <nav class="links" aria-label={t('operations.title')}>
      {VIEWS.map(([name, href]) => (
        <Link key={name} href={href} aria-current={name === view ? 'page' : undefined}>
          {t(`operations.${name}`)}
        </Link>
      ))}
    </nav>
    {view === 'integrations' ? <Integrations /> : <Incidents />}
  </>
);
