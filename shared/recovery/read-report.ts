/** The rows of a report out of its bytes, one by one. */

import { type ColumnOption, CsvError, parse } from 'csv-parse';
import { type Cells, columnsOf } from './report-columns.ts';
import { filesIn, ReportTooLargeError, TruncatedZipError } from './report-file.ts';
import type { ReportKind } from './report-row.ts';

/** Nothing of it may be believed: half a file, another file, a web page. */
export class UnreadableReportError extends Error {
  override readonly name = 'UnreadableReportError';
  readonly reason: 'not_a_report' | 'too_large';
  constructor(reason: UnreadableReportError['reason'], cause?: unknown) {
    super(`The report cannot be read (${reason}).`, { cause });
    this.reason = reason;
  }
}

/** A quote that is never closed must not collect a whole file. */
const MAX_RECORD_CHARACTERS = 1_000_000;

export async function* readCells(kind: ReportKind, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Cells> {
  try {
    for await (const file of filesIn(bytes)) yield* cellsOf(kind, file);
  } catch (error) {
    if (error instanceof ReportTooLargeError) throw new UnreadableReportError('too_large', error);
    if (error instanceof CsvError || error instanceof TruncatedZipError || isOfUnzip(error)) {
      throw new UnreadableReportError('not_a_report', error);
    }
    throw error;
  }
}

/** The library's errors have a number for a code. */
const isOfUnzip = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'number';

async function* cellsOf(kind: ReportKind, file: AsyncIterable<Uint8Array>): AsyncGenerator<Cells> {
  const parser = parse({
    bom: true,
    columns: (headers: string[]): ColumnOption[] => {
      const columns = columnsOf(kind, headers);
      if (!columns) throw new UnreadableReportError('not_a_report');
      return [...columns];
    },
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: MAX_RECORD_CHARACTERS,
  });
  const closed = new Promise<void>((resolve) => parser.once('close', resolve));
  const feed = async (): Promise<void> => {
    for await (const chunk of file) {
      if (parser.destroyed) return;
      // Until it takes more, or takes nothing any more.
      if (!parser.write(chunk)) await Promise.race([new Promise((resolve) => parser.once('drain', resolve)), closed]);
    }
    parser.end();
  };
  const feeding = feed().catch((error: unknown) => {
    parser.destroy(error instanceof Error ? error : new Error('The report could not be read.', { cause: error }));
  });
  for await (const cells of parser) yield cells;
  await feeding;
}
