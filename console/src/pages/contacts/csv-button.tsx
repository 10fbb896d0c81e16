import { readContactsCsv } from '../../api/contacts-csv.ts';
import type { AskedCounts } from '../../api/contacts-query.ts';
import { sayProblem } from '../../parts/problem.ts';
import { useAction } from '../../parts/use-action.ts';
import { t } from '../../words/translate.ts';

type Props = {
  readonly id: string;
  readonly asked: AskedCounts;
  readonly queue: string | undefined;
  readonly fileName: string;
};

export const CsvButton = ({ id, asked, queue, fileName }: Props) => {
  const { isBusy, error, run } = useAction();
  const download = () => run(async () => save(await readContactsCsv(id, asked, queue), fileName));
  return (
    <div>
      <button type="button" class="button" aria-disabled={isBusy} aria-describedby="csv-text" onClick={download}>
        {t('contacts.csv')}
      </button>
      {error && (
        <p class="problem" role="alert">
          {sayProblem(error)}
        </p>
      )}
    </div>
  );
};

const save = (text: string, fileName: string): void => {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
};
