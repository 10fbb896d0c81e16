/** The parts of the benchmark: each can be measured alone, and adds what it found to what the others did. */

import { measureColdStarts } from './cold-start.ts';
import { measureDraw } from './console-draw.ts';
import { jsonParseMicros } from './cpu.ts';
import { createDay, type Day } from './day.ts';
import { playAll } from './designs.ts';
import { measureLedgerItems, measureYearOfCounts } from './items.ts';
import { playRecordChats } from './measure.ts';
import { measureBesideCounts, measureReads } from './read-counts.ts';
import type { Found, PartName } from './results.ts';
import { measureHeartbeat, measureServices } from './service/services.ts';
import { measureSilenceChecks } from './silence-check.ts';
import type { Stage } from './stage.ts';

export const SEED = 1;
const FAULT_RATE = 0.005;
const LEDGER_SAMPLE_DELIVERIES = 500;

type Bench = { readonly stage: Stage; readonly day: Day; readonly report: (line: string) => void };

export const PARTS: Readonly<Record<PartName, (bench: Bench) => Promise<Partial<Found>>>> = {
  services: async (bench) => ({ services: await measureServices(bench), heartbeat: await measureHeartbeat(bench) }),
  reads: async ({ stage, report }) => ({
    readsBesideCounts: await measureBesideCounts(stage),
    reads: await measureReads({ stage, report }),
  }),
  silence: async (bench) => ({ silenceChecks: await measureSilenceChecks(bench) }),
  items: async ({ stage }) => ({
    ledgerItemBytes: await sampleLedger(stage),
    readUnitsOfAYear: await measureYearOfCounts(stage),
  }),
  bundles: async () => ({ functions: await measureColdStarts() }),
  console: async ({ report }) => {
    const draw = await measureDraw();
    report(draw ? `drawn with ${draw.scriptMs.toFixed(0)} ms of script` : 'There is no browser: nothing was drawn.');
    return { ...(draw && { draw }) };
  },
  designs: async (bench) => {
    const parseMicros = jsonParseMicros(bench.day.deliveries.map(({ body }) => body));
    return {
      faultRate: FAULT_RATE,
      jsonParseMicros: parseMicros,
      designs: await playAll({ ...bench, faultRate: FAULT_RATE, jsonParseMicros: parseMicros }),
    };
  },
};

const sampleLedger = async (stage: Stage) => {
  const day = createDay({ seed: SEED, deliveries: LEDGER_SAMPLE_DELIVERIES });
  const { tables } = await playRecordChats({ stage, day }, { batchSize: 100 });
  return measureLedgerItems(stage, tables.tables.Chats);
};
