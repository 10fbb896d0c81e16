import { useQuery } from '@tanstack/preact-query';
import { readConfig } from '../../session/config.ts';
import { t } from '../../words/translate.ts';

/** A section of the runbook, as the API names it: `runbook.md#pipeline-stalled`. */
export const Runbook = ({ section }: { readonly section: string | undefined }) => {
  const { data } = useQuery({ queryKey: ['config'], queryFn: readConfig, staleTime: Number.POSITIVE_INFINITY });
  if (section === undefined || !data) return null;
  if (data.runbookUrl === undefined) return <code class="small">docs/{section}</code>;
  const anchor = section.slice(section.indexOf('#'));
  return (
    <a href={data.runbookUrl + anchor} target="_blank" rel="noreferrer">
      {t('operations.runbook')}
      <span class="visually-hidden"> {anchor.slice(1)}</span>
    </a>
  );
};
