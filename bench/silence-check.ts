/** What it costs to look for silence: the monitor's runs over a day on which nobody falls silent. */

import type { Instant } from '../shared/core/instant.ts';
import { PROBE_INTEGRATION_ID } from '../shared/core/integration-id.ts';
import { randomPause } from '../shared/core/random-pause.ts';
import { chatOf } from '../shared/counting/chat.ts';
import { createCountStore } from '../shared/counting/contact-counts.dynamo.ts';
import { contributionsOf } from '../shared/counting/contributions.ts';
import { padSequenceNumber } from '../shared/counting/sequence-number.ts';
import { createTallyContacts } from '../shared/counting/tally-contacts.ts';
import { createSendProbe } from '../shared/silence/probe.sqs.ts';
import { toProbe } from '../shared/silence/probe.ts';
import type { WatchReport } from '../shared/silence/watch-silence.ts';
import { createCpuWatch } from './cpu.ts';
import { seedHealthyIntegrations } from './healthy-integrations.ts';
import { meter } from './meter.ts';
import { createMonitor } from './pipeline.ts';
import { usdPerMonthOfRuns } from './prices.ts';
import type { SilenceCheckResult } from './results.ts';
import type { Stage } from './stage.ts';

const MINUTE_MS = 60_000;
const RUN_EVERY_MS = 5 * MINUTE_MS;
const RUNS_OF_A_DAY = (24 * 60 * MINUTE_MS) / RUN_EVERY_MS;
const RUNS_OF_A_MONTH = 30 * RUNS_OF_A_DAY;
const FROM = Date.UTC(2026, 10, 23);

const SIZES = [1, 100, 10_000];

type Bench = { readonly stage: Stage; readonly report: (line: string) => void };

/** Every run of the day, nothing sampled: a single integration shows in one run of them only. */
export const measureSilenceChecks = async ({ stage, report }: Bench): Promise<readonly SilenceCheckResult[]> => {
  const results: SilenceCheckResult[] = [];
  for (const integrations of SIZES) {
    report(`silence check, ${integrations} integrations`);
    results.push(await playMonitor(stage, { integrations, runs: RUNS_OF_A_DAY }));
  }
  return results;
};

type Play = { readonly integrations: number; readonly runs: number };

export const playMonitor = async (stage: Stage, { integrations, runs }: Play): Promise<SilenceCheckResult> => {
  const { tables } = await stage.createPipelineTables();
  await seedHealthyIntegrations(stage.onlooker, tables.Integrations, { integrations, from: FROM });
  const client = stage.createClient();
  const { usage } = meter(client);
  const watch = createCpuWatch();
  const countProbe = createCountProbe(stage, tables.ContactCounts);
  let now = FROM;
  let messages = 0;
  const sendProbe = createSendProbe(async () => {
    messages += 1;
  });
  const watchSilence = createMonitor({ client, tables, sendProbe, clock: () => now });

  let due = 0;
  for (let run = 0; run < runs; run += 1) {
    now = FROM + run * RUN_EVERY_MS;
    due += dueOfHealthy(await watch.during(watchSilence));
    await countProbe(now, run);
  }
  client.destroy();
  const { calls, readUnits, writeUnits } = usage();
  const perRun = {
    callsPerRun: (calls + messages) / runs,
    readUnitsPerRun: readUnits / runs,
    writeUnitsPerRun: writeUnits / runs,
    cpuMicrosPerRun: watch.total().cpuMicros / runs,
  };
  return {
    integrations,
    runs,
    duePerRun: due / runs,
    ...perRun,
    usdPerMonth: usdPerMonthOfRuns({ ...perRun, messagesPerRun: messages / runs, runsPerMonth: RUNS_OF_A_MONTH }),
  };
};

/** The figures are of a day without trouble; a run that found some measured something else. */
const dueOfHealthy = (report: WatchReport): number => {
  if (report.kind === 'overtaken') throw new Error('Only one monitor runs here; another run overtook it.');
  const { due, silentCritical, silentWarning, isStalled, incidentsWritten, failures } = report;
  if (silentCritical + silentWarning + incidentsWritten + failures > 0 || isStalled) {
    throw new Error('The monitor found trouble on a healthy day. Look at what was seeded.');
  }
  return due;
};

/** The probe's way through queue, ledger and stream costs what a chat costs, and is not measured here; its count shows. */
const createCountProbe = ({ onlooker }: Stage, table: string) => {
  const tally = createTallyContacts({
    counts: createCountStore({ client: onlooker, table, pause: randomPause, clock: () => FROM }),
    setAside: () => Promise.reject(new Error('Set aside')),
    pause: randomPause,
  });
  return async (sentAt: Instant, run: number): Promise<void> => {
    const after = contributionsOf(chatOf(toProbe(sentAt)));
    const sequenceNumber = padSequenceNumber(String(run + 1));
    const probe = {
      kind: 'change',
      sequenceNumber,
      writtenAt: sentAt,
      integrationId: PROBE_INTEGRATION_ID,
      before: [],
      after,
    } as const;
    await tally({ shardId: 'shardId-00000001795334400123-0a1b2c3d', records: [probe] });
  };
};
