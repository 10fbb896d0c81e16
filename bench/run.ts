/** `npm run bench`: what a chat costs, beside other designs. */

import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { runCommand } from '../ops/command.ts';
import type { Help } from '../ops/help.ts';
import { OperatorError } from '../ops/target.ts';
import { measureColdStarts } from './cold-start.ts';
import { jsonParseMicros } from './cpu.ts';
import { createDay, WHOLE_DAY_DELIVERIES } from './day.ts';
import { playAll } from './designs.ts';
import { measureLedgerItems, measureYearOfCounts } from './items.ts';
import { playRecordChats } from './measure.ts';
import { toChart } from './report/chart.ts';
import { withFigures } from './report/page.ts';
import { toLeadRows, toRows, toServiceRows, toSilenceRows, toTextTable } from './report/table.ts';
import type { Results } from './results.ts';
import { measureHeartbeat, measureServices } from './service/services.ts';
import { measureSilenceChecks } from './silence-check.ts';
import { openStage } from './stage.ts';

const DEFAULT_DELIVERIES = 10_000;
const LEDGER_SAMPLE_DELIVERIES = 500;
const SEED = 1;
const FAULT_RATE = 0.005;

const HELP: Help = {
  usage: 'npm run bench -- [--full | --deliveries <number>]',
  does: `Plays one synthetic day to this project and to other designs, and writes docs/performance.md, docs/performance.svg and
bench/results.json. 10,000 deliveries in some minutes; --full plays the whole day of 100,000.`,
  example: 'npm run bench -- --deliveries 4560',
};

const readDeliveries = (): number => {
  const { values } = parseArgs({
    options: { full: { type: 'boolean', default: false }, deliveries: { type: 'string' } },
  });
  const deliveries = Number(values.deliveries ?? (values.full ? WHOLE_DAY_DELIVERIES : DEFAULT_DELIVERIES));
  if (Number.isSafeInteger(deliveries) && deliveries > 0) return deliveries;
  throw new OperatorError('--deliveries is a whole number above 0.');
};

const root = new URL('../', import.meta.url);
const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const sampleLedger = async (stage: Awaited<ReturnType<typeof openStage>>) => {
  const day = createDay({ seed: SEED, deliveries: LEDGER_SAMPLE_DELIVERIES });
  const { tables } = await playRecordChats({ stage, day }, { batchSize: 100 });
  return measureLedgerItems(stage, tables.tables.Chats);
};

const run = async (deliveries: number): Promise<Results> => {
  print('bundles');
  const functions = await measureColdStarts();
  const day = createDay({ seed: SEED, deliveries });
  const bodies = day.deliveries.map(({ body }) => body);
  const parseMicros = jsonParseMicros(bodies);
  const stage = await openStage();
  try {
    const bench = { stage, day, faultRate: FAULT_RATE, jsonParseMicros: parseMicros, report: print };
    return {
      date: new Date().toISOString().slice(0, 10),
      machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${process.platform}-${process.arch}`,
      node: process.versions.node,
      seed: SEED,
      deliveries: day.deliveries.length,
      chats: day.chats,
      faultRate: FAULT_RATE,
      jsonParseMicros: parseMicros,
      functions,
      ledgerItemBytes: await sampleLedger(stage),
      readUnitsOfAYear: await measureYearOfCounts(stage),
      silenceChecks: await measureSilenceChecks(bench),
      services: await measureServices(bench),
      heartbeat: await measureHeartbeat(bench),
      designs: await playAll(bench),
    };
  } finally {
    await stage.close();
  }
};

await runCommand(HELP, async () => {
  const results = await run(readDeliveries());
  print(`\n${toTextTable(toServiceRows(results))}`);
  print(`\n${toTextTable(toRows(results))}`);
  print(`\n${toTextTable(toLeadRows(results))}`);
  print(`\n${toTextTable(toSilenceRows(results))}`);

  const page = new URL('docs/performance.md', root);
  await writeFile(new URL('bench/results.json', root), `${JSON.stringify(results, undefined, 2)}\n`);
  await writeFile(new URL('docs/performance.svg', root), toChart(results));
  await writeFile(page, withFigures(await readFile(page, 'utf8'), results));
  print('\nWritten: bench/results.json, docs/performance.md, docs/performance.svg');
});
