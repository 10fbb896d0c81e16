/** bench/results.json, kept up to date part by part: what was measured is not lost when a later part is broken off. */

import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { promisify } from 'node:util';
import { type Found, type Measured, type PartialResults, type PartName, partialResultsSchema } from './results.ts';

const root = new URL('../', import.meta.url);
const file = new URL('bench/results.json', root);

export const readResults = async (): Promise<PartialResults> => {
  const read = partialResultsSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
  // A file of another version says nothing about this one.
  return read.data ?? { measured: {} };
};

export const writePart = async (name: PartName, found: Partial<Found>, measured: Measured): Promise<PartialResults> => {
  const before = await readResults();
  const results = { ...before, ...found, measured: { ...before.measured, [name]: measured } };
  await writeFile(file, `${JSON.stringify(results, undefined, 2)}\n`);
  return results;
};

type Played = { readonly deliveries: number; readonly chats: number };

export const measuredNow = async ({ deliveries, chats }: Played): Promise<Measured> => ({
  date: new Date().toISOString().slice(0, 10),
  commit: await currentCommit(),
  machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${process.platform}-${process.arch}`,
  node: process.versions.node,
  deliveries,
  chats,
});

/** What the benchmark itself writes changes nothing that it measures. */
const OWN_FILES = [':!bench/results.json', ':!docs'];

const currentCommit = async (): Promise<string> => {
  try {
    const commit = await git('rev-parse', '--short=10', 'HEAD');
    const changed = await git('status', '--porcelain', '--', '.', ...OWN_FILES);
    return changed === '' ? commit : `${commit}+`;
  } catch {
    return 'unknown';
  }
};

const git = async (...args: readonly string[]): Promise<string> =>
  (await promisify(execFile)('git', args, { cwd: root })).stdout.trim();
