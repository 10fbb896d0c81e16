/** What the read API costs at its largest: a hundred days of 20 queues, 48,000 counts, all of them final. */

import { gzipSync } from 'node:zlib';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { toClaimsAttributes } from '../shared/completeness/claims-item.ts';
import { HEALTH_ITEM, integrationKey } from '../shared/core/dynamo/keys.ts';
import { randomPause } from '../shared/core/random-pause.ts';
import { createGroupNames } from '../shared/counting/group-names.dynamo.ts';
import { createFindCompleteness } from '../shared/reading/completeness.dynamo.ts';
import { toContactsCsv } from '../shared/reading/contacts-csv.ts';
import { createReadCountRows } from '../shared/reading/count-rows.dynamo.ts';
import { fitsInCsv, fitsInJson } from '../shared/reading/page-limits.ts';
import { createReadContactCounts } from '../shared/reading/read-contact-counts.ts';
import { toContactCountsJson } from '../shared/reading/reading-json.ts';
import { type ContactCountsQuery, contactCountsQuerySchema } from '../shared/reading/reading-requests.ts';
import { createCpuWatch } from './cpu.ts';
import { INTEGRATION_ID } from './day.ts';
import { FIRST_HOUR, writeHoursOfCounts } from './items.ts';
import { meter } from './meter.ts';
import type { ReadResult } from './results.ts';
import type { Stage } from './stage.ts';

const HOURS = 100 * 24;
const HOUR_MS = 60 * 60_000;
const END = FIRST_HOUR + HOURS * HOUR_MS;

const ASKED = [
  { interval: 'PT15M', format: 'json' },
  { interval: 'P1D', format: 'json' },
  { interval: 'PT1H', format: 'csv' },
] as const;

type Bench = { readonly stage: Stage; readonly report: (line: string) => void };

export const measureReads = async ({ stage, report }: Bench): Promise<readonly ReadResult[]> => {
  report('a hundred days of counts, written');
  const { tables } = await stage.createPipelineTables();
  await writeHoursOfCounts(stage, tables.ContactCounts, HOURS);
  const account = { until: END, known: END, heardAt: END, gaps: [] };
  const claims = { completeFrom: FIRST_HOUR, accounts: new Map([['bench', account]]) };
  const health = { ...integrationKey(INTEGRATION_ID, HEALTH_ITEM), ...toClaimsAttributes(claims, 1) };
  await stage.onlooker.send(new PutItemCommand({ TableName: tables.Integrations, Item: health }));

  const results: ReadResult[] = [];
  for (const { interval, format } of ASKED) {
    report(`a hundred days of counts, read as ${interval} ${format}`);
    const client = stage.createClient();
    const { usage } = meter(client);
    const integrations = { client, table: tables.Integrations };
    const readContactCounts = createReadContactCounts({
      findCompleteness: createFindCompleteness(integrations),
      readCountRows: createReadCountRows({ client, table: tables.ContactCounts, onUnreadable: () => undefined }),
      findGroupNames: createGroupNames({ ...integrations, pause: randomPause }).read,
      clock: () => END + HOUR_MS,
    });
    const query = toQuery(interval);
    const fits = format === 'csv' ? fitsInCsv : fitsInJson;
    const [reading, shaping] = [createCpuWatch(), createCpuWatch()];
    const outcome = await reading.during(() => readContactCounts(INTEGRATION_ID, query, fits));
    client.destroy();
    if (outcome.kind !== 'read') throw new Error('A range of a hundred days was not read.');
    const { answer } = outcome;
    const body = await shaping.during(async () =>
      format === 'csv'
        ? toContactsCsv(answer.page, query.timeZone, answer.readAt)
        : JSON.stringify(toContactCountsJson(INTEGRATION_ID, query, answer, null)),
    );
    const { calls, readUnits } = usage();
    results.push({
      interval,
      format,
      calls,
      readUnits,
      cpuMicrosToRead: reading.total().cpuMicros,
      cpuMicrosToShape: shaping.total().cpuMicros,
      answerBytes: Buffer.byteLength(body),
      gzipBytes: gzipSync(body).length,
    });
  }
  return results;
};

const toQuery = (interval: (typeof ASKED)[number]['interval']): ContactCountsQuery =>
  contactCountsQuerySchema.parse({
    from: new Date(FIRST_HOUR).toISOString(),
    to: new Date(END).toISOString(),
    interval,
    timeZone: 'UTC',
    measure: 'contacts',
  });
