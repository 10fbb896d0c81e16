import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A new directory that goes when the test has finished, after everything that was opened in it later. */
export const temporaryDirectory = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'contact-pipeline-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
};
