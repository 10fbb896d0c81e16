import { readContactsCsv } from '../../api/contacts-csv.ts';
import type { AskedCounts } from '../../api/contacts-query.ts';
import { CallButton } from '../../parts/call-button.tsx';
import { t } from '../../words/translate.ts';

type Props = {
  readonly id: string;
  readonly asked: AskedCounts;
  readonly queue: string | undefined;
  readonly fileName: string;
};

export const CsvButton = ({ id, asked, queue, fileName }: Props) => (
  <div>
    <CallButton
      label={t('contacts.csv')}
      describedBy="csv-text"
      call={async () => save(await readContactsCsv(id, asked, queue), fileName)}
    />
  </div>
);

const save = (text: string, fileName: string): void => {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
};
