/** `npm run bench`: what a chat costs, beside other designs. */

import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { runCommand } from '../ops/command.ts';
import type { Help } from '../ops/help.ts';
import { OperatorError } from '../ops/target.ts';
import { createDay, WHOLE_DAY_DELIVERIES } from './day.ts';
import { PARTS, SEED } from './parts.ts';
import { toChart } from './report/chart.ts';
import { PAGES, withFigures } from './report/page.ts';
import { toLeadRows, toReadRows, toRows, toServiceRows, toSilenceRows, toTextTable } from './report/table.ts';
import { asWhole, type Found, PART_NAMES, type PartialResults, type PartName, type Results } from './results.ts';
import { measuredNow, readResults, writePart } from './results-file.ts';
import { openStage } from './stage.ts';

const DEFAULT_DELIVERIES = 10_000;

const HELP: Help = {
  usage: 'npm run bench -- [--only <part>]… [--full | --deliveries <number>] [--pages]',
  does: `Plays one synthetic day to this project and to other designs, and writes bench/results.json and the figures in
docs/performance.md and docs/deploy.md. 10,000 deliveries take half an hour; --full plays the whole day of 100,000. With --only one part
is measured anew and the others stay as they are: ${PART_NAMES.join(', ')}. With --pages nothing is measured: only the pages are
written, as after a change of bench/prices.ts.`,
  example: 'npm run bench -- --only services --only reads',
};

const readOptions = () => {
  const { values } = parseArgs({
    options: {
      full: { type: 'boolean', default: false },
      deliveries: { type: 'string' },
      only: { type: 'string', multiple: true, default: [] },
      pages: { type: 'boolean', default: false },
    },
  });
  const unknown = values.only.find((name) => !PART_NAMES.some((known) => known === name));
  if (unknown !== undefined) throw new OperatorError(`--only is one of ${PART_NAMES.join(', ')}.`);
  const deliveries = Number(values.deliveries ?? (values.full ? WHOLE_DAY_DELIVERIES : DEFAULT_DELIVERIES));
  if (!Number.isSafeInteger(deliveries) || deliveries <= 0) {
    throw new OperatorError('--deliveries is a whole number above 0.');
  }
  const isMeant = (name: PartName) => !values.pages && (values.only.length === 0 || values.only.includes(name));
  const parts = PART_NAMES.filter(isMeant);
  return { deliveries, parts };
};

const root = new URL('../', import.meta.url);
const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

type Day = ReturnType<typeof createDay>;

const measurePart = async (name: PartName, day: Day): Promise<PartialResults> => {
  const began = performance.now();
  const measured = await measuredNow({ deliveries: day.deliveries.length, chats: day.chats });
  // An engine of its own: it keeps every change of a stream, and grows slower with each.
  const stage = await openStage();
  let found: Partial<Found>;
  try {
    found = await PARTS[name]({ stage, day, report: print });
  } finally {
    await stage.close();
  }
  print(`${name}: ${((performance.now() - began) / 1_000).toFixed(0)} s`);
  return writePart(name, found, measured);
};

const writePages = async (results: Results): Promise<void> => {
  await writeFile(new URL('docs/performance.svg', root), toChart(results));
  for (const [path, sections] of Object.entries(PAGES)) {
    const page = new URL(path, root);
    await writeFile(page, withFigures(await readFile(page, 'utf8'), sections, results));
  }
  print(`\nWritten: bench/results.json, docs/performance.svg, ${Object.keys(PAGES).join(', ')}`);
};

await runCommand(HELP, async () => {
  const { deliveries, parts } = readOptions();
  const day = createDay({ seed: SEED, deliveries });
  let results = await readResults();
  for (const name of parts) results = await measurePart(name, day);

  const whole = asWhole(results);
  if (!whole) throw new OperatorError('Some parts were never measured: the page is written when all were.');
  for (const rows of [toServiceRows, toRows, toLeadRows, toSilenceRows, toReadRows]) {
    print(`\n${toTextTable(rows(whole))}`);
  }
  await writePages(whole);
});
