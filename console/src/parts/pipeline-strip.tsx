import { useQuery } from '@tanstack/preact-query';
import { pipelineQuery } from '../api/pipeline-query.ts';
import { sayPipeline } from '../words/pipeline.ts';
import { t } from '../words/translate.ts';
import { Ago } from './ago.tsx';
import { Mark } from './mark.tsx';

/** Whether a fault is perhaps ours, on every page. Who cannot ask does not say that all is well. */
export const PipelineStrip = () => {
  const { data, isError } = useQuery(pipelineQuery());
  if (!data && !isError) return <p class="strip" />;
  const known = isError ? undefined : data;
  const tone = known === undefined ? 'calm' : known.state === 'on_time' ? 'good' : 'warn';
  return (
    <p class={`strip ${tone}`}>
      <Mark tone={tone} />
      {/* Only this is read out when it changes: the time beside it changes all the while. */}
      <span role="status">{known ? sayPipeline(known) : t('pipeline.unknown')}</span>
      {known?.checkedAt !== undefined && (
        <span class="muted">
          {t('pipeline.checked')} <Ago at={known.checkedAt} />
        </span>
      )}
    </p>
  );
};
