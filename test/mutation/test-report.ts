/** What vitest's JSON reporter wrote. */

import { existsSync, readFileSync, rmSync } from 'node:fs';
import * as z from 'zod';

const reportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      /** Why a file could not even be loaded. */
      message: z.string(),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
});

/** The files with a red test, by their absolute paths. Takes the report away, so that nobody reads it for the next run's. */
export const failedFiles = (report: string): readonly string[] => {
  if (!existsSync(report)) return [];
  const { testResults } = reportSchema.parse(JSON.parse(readFileSync(report, 'utf8')));
  rmSync(report);
  // `--bail` calls the files failed, too, whose turn never came.
  const isRed = ({ status, message, assertionResults }: (typeof testResults)[number]): boolean =>
    status === 'failed' && (message !== '' || assertionResults.some((test) => test.status === 'failed'));
  return testResults.filter(isRed).map(({ name }) => name);
};
