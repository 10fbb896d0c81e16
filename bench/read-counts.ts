/** What the read API costs at its largest, a hundred days of 20 queues, and what it asks besides the counts. */

import { gzipSync } from 'node:zlib';
import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { toClaimsAttributes } from '../shared/completeness/claims-item.ts';
import type { Hole } from '../shared/completeness/hole.ts';
import { toHoleItem } from '../shared/completeness/hole-item.ts';
import { HEALTH_ITEM, integrationKey } from '../shared/core/dynamo/keys.ts';
import { randomPause } from '../shared/core/random-pause.ts';
import { createGroupNames } from '../shared/counting/group-names.dynamo.ts';
import { toChangesCursor } from '../shared/reading/changes-cursor.ts';
import { createFindCompleteness } from '../shared/reading/completeness.dynamo.ts';
import { toContactsCsv } from '../shared/reading/contacts-csv.ts';
import { createPageOfCorrections } from '../shared/reading/corrections.dynamo.ts';
import { createReadCountRows } from '../shared/reading/count-rows.dynamo.ts';
import { fitsInCsv, fitsInJson } from '../shared/reading/page-limits.ts';
import { createReadChanges } from '../shared/reading/read-changes.ts';
import { createReadContactCounts } from '../shared/reading/read-contact-counts.ts';
import { toContactCountsJson } from '../shared/reading/reading-json.ts';
import { type ContactCountsQuery, contactCountsQuerySchema } from '../shared/reading/reading-requests.ts';
import { toEvidenceAttributes } from '../shared/silence/health-item.ts';
import { createCpuWatch } from './cpu.ts';
import { INTEGRATION_ID, KEY_ID } from './day.ts';
import { FIRST_HOUR, QUEUES, queueName, writeHoursOfCounts } from './items.ts';
import { meter } from './meter.ts';
import type { TableNames } from './pipeline.ts';
import type { BesideCounts, ReadResult } from './results.ts';
import type { Stage } from './stage.ts';

const DAYS = 100;
const HOUR_MS = 60 * 60_000;
const END = FIRST_HOUR + DAYS * 24 * HOUR_MS;
const NOW = END + HOUR_MS;
const ACCOUNT = 'bench.freshchat.com';
const GROUP_ID = 'f7e79d2b-47f6-6630-9ce3-01f0b8829f5c';

const ASKED = [
  { interval: 'PT1H', format: 'json' },
  { interval: 'PT15M', format: 'json' },
  { interval: 'P1D', format: 'json' },
  { interval: 'PT1H', format: 'csv' },
] as const;

type Asked = (typeof ASKED)[number];
type Bench = { readonly stage: Stage; readonly report: (line: string) => void };

export const measureReads = async ({ stage, report }: Bench): Promise<readonly ReadResult[]> => {
  report(`${DAYS} days of counts, written`);
  const { tables } = await stage.createPipelineTables();
  await writeHoursOfCounts(stage, tables.ContactCounts, DAYS * 24);
  await writeIntegration(stage, tables);
  const results: ReadResult[] = [];
  for (const asked of ASKED) {
    report(`${DAYS} days of counts, read as ${asked.interval} ${asked.format}`);
    results.push(await measureRead(stage, tables, asked));
  }
  return results;
};

const measureRead = async (stage: Stage, tables: TableNames, { interval, format }: Asked): Promise<ReadResult> => {
  const client = stage.createClient();
  const { usage } = meter(client);
  const { readContactCounts } = createReaders(client, tables);
  const query = toQuery(interval);
  const [reading, shaping] = [createCpuWatch(), createCpuWatch()];
  const outcome = await reading.during(() =>
    readContactCounts(INTEGRATION_ID, query, format === 'csv' ? fitsInCsv : fitsInJson),
  );
  client.destroy();
  if (outcome.kind !== 'read') throw new Error('A range of a hundred days was not read.');
  const { answer } = outcome;
  const body = await shaping.during(async () =>
    format === 'csv'
      ? toContactsCsv(answer.page, query.timeZone, answer.readAt)
      : JSON.stringify(toContactCountsJson(INTEGRATION_ID, query, answer, null)),
  );
  const { calls, readUnits } = usage();
  return {
    interval,
    format,
    calls,
    readUnits,
    cpuMicrosToRead: reading.total().cpuMicros,
    cpuMicrosToShape: shaping.total().cpuMicros,
    answerBytes: Buffer.byteLength(body),
    gzipBytes: gzipSync(body).length,
  };
};

export const measureBesideCounts = async (stage: Stage): Promise<BesideCounts> => {
  const { tables } = await stage.createPipelineTables();
  await writeIntegration(stage, tables);
  const cursor = toChangesCursor(INTEGRATION_ID, { at: FIRST_HOUR });
  const unitsOf = async (read: (readers: ReturnType<typeof createReaders>) => Promise<unknown>): Promise<number> => {
    const client = stage.createClient();
    const { usage } = meter(client);
    await read(createReaders(client, tables));
    client.destroy();
    return usage().readUnits;
  };
  return {
    completeness: await unitsOf(({ findCompleteness }) => findCompleteness(INTEGRATION_ID)),
    groupNames: await unitsOf(({ findGroupNames }) => findGroupNames(INTEGRATION_ID)),
    quietPoll: await unitsOf(({ readChanges }) => readChanges(INTEGRATION_ID, cursor)),
  };
};

const createReaders = (client: DynamoDBClient, tables: TableNames) => {
  const integrations = { client, table: tables.Integrations };
  const counts = { client, table: tables.ContactCounts };
  const findCompleteness = createFindCompleteness(integrations);
  const findGroupNames = createGroupNames({ ...integrations, pause: randomPause }).read;
  const clock = () => NOW;
  return {
    findCompleteness,
    findGroupNames,
    readContactCounts: createReadContactCounts({
      findCompleteness,
      readCountRows: createReadCountRows({ ...counts, onUnreadable: () => undefined }),
      findGroupNames,
      clock,
    }),
    readChanges: createReadChanges({ findCompleteness, pageOfCorrections: createPageOfCorrections(counts), clock }),
  };
};

const toQuery = (interval: Asked['interval']): ContactCountsQuery =>
  contactCountsQuerySchema.parse({
    from: new Date(FIRST_HOUR).toISOString(),
    to: new Date(END).toISOString(),
    interval,
    timeZone: 'UTC',
    measure: 'contacts',
  });

/** Three in two months: two deaths of the app and a dead key. They are kept for ever; here for the year before. */
const HOLES_OF_A_YEAR = 18;

/** All hours that are asked for are final, so that every count is in the answer. */
const writeIntegration = async ({ onlooker, createClient }: Stage, { Integrations }: TableNames): Promise<void> => {
  const account = { until: END, known: END, heardAt: END, gaps: [] };
  const claims = { completeFrom: FIRST_HOUR, accounts: new Map([[ACCOUNT, account]]) };
  const evidence = { acceptedAt: END, chatEventAt: END, appVersion: '1.0.0', keyUses: { [KEY_ID]: END } };
  const health = {
    ...integrationKey(INTEGRATION_ID, HEALTH_ITEM),
    ...toEvidenceAttributes(evidence),
    ...toClaimsAttributes(claims, 1),
  };
  const holes = Array.from({ length: HOLES_OF_A_YEAR }, (_, index): Hole => {
    const from = FIRST_HOUR - (index + 1) * 20 * 24 * HOUR_MS;
    return { account: ACCOUNT, from, until: from + 3 * HOUR_MS, cause: 'app_silent', recovery: 'none' };
  });
  for (const item of [health, ...holes.map((hole) => toHoleItem(INTEGRATION_ID, hole))]) {
    await onlooker.send(new PutItemCommand({ TableName: Integrations, Item: item }));
  }
  const client = createClient();
  const pairs = Array.from({ length: QUEUES }, (_, queue) => ({ name: queueName(queue), groupId: GROUP_ID }));
  await createGroupNames({ client, table: Integrations, pause: randomPause }).add(INTEGRATION_ID, pairs, END);
  client.destroy();
};
