import { afterAll, beforeAll, expect, it } from 'vitest';
import { newJob } from '../../shared/recovery/recovery-job.ts';
import { jobKey, toJobItem } from '../../shared/recovery/recovery-job-item.ts';
import { createCreateJob, createPageOfJobs } from '../../shared/recovery/recovery-jobs.dynamo.ts';
import { type DynamoTables, startDynamoTables } from '../support/dynamo-tables.ts';
import { at } from '../support/events.ts';

let tables: DynamoTables;
beforeAll(async () => {
  tables = await startDynamoTables();
});
afterAll(() => tables.close());

const open = () => {
  const deps = { client: tables.client, table: tables.names.Integrations, pause: async () => undefined };
  return { createJob: createCreateJob(deps), pageOfJobs: createPageOfJobs(deps) };
};

const jobAt = (integrationId: string, createdAt: number) =>
  newJob({ integrationId, trigger: 'admin', from: at('05:00'), until: at('09:00'), requestedBy: 'u-1' }, createdAt);

it('one recovery of an integration is under way at a time', async () => {
  const { createJob } = open();
  expect(await createJob(jobAt('a.1', at('10:00')))).toBe('created');
  expect(await createJob(jobAt('a.1', at('10:01')))).toBe('busy');
  expect(await createJob(jobAt('a.2', at('10:00')))).toBe('created');
});

it('recoveries are listed with the newest first, page by page, and come back as they were', async () => {
  const { createJob, pageOfJobs } = open();
  const jobs = ['10:00', '10:01', '10:02'].map((time) => jobAt('b.1', at(time)));
  for (const job of jobs.slice(0, 2)) await tables.put(tables.names.Integrations, toJobItem(job));
  for (const job of jobs.slice(2)) await createJob(job);
  const first = await pageOfJobs('b.1', { limit: 2 });
  expect(first.items).toEqual([jobs[2], jobs[1]]);
  const second = await pageOfJobs('b.1', { limit: 2, ...(first.next !== undefined && { after: first.next }) });
  expect(second).toEqual({ items: [jobs[0]] });
});

it('only what is under way stands in the index', async () => {
  const { nextStepAt: _, ...ended } = jobAt('c.1', at('10:00'));
  const attributes = Object.keys(toJobItem({ ...ended, state: 'done', endedAt: at('11:00') }));
  expect(attributes).not.toContain('checkShard');
  expect(attributes).not.toContain('checkAt');
  expect(Object.keys(toJobItem(jobAt('c.1', at('10:00'))))).toEqual(expect.arrayContaining(['checkShard', 'checkAt']));
  expect(jobKey(ended)['item']?.S).toBe('backfill#2026-11-22T10:00:00.000Z');
});
