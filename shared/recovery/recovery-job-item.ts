/** A recovery as an item of its integration: `backfill#<createdAt>`, there and back. */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { BACKFILL_ITEM_PREFIX, CHECK_SHARDS, integrationKey, type Key } from '../core/dynamo/keys.ts';
import { type Instant, toRfc3339 } from '../core/instant.ts';
import {
  FAILURE_REASONS,
  JOB_STATES,
  JOB_TRIGGERS,
  REFUSAL_REASONS,
  type RecoveryJob,
  type WantedReport,
} from './recovery-job.ts';
import { REPORT_KINDS } from './report-row.ts';

type Item = Record<string, AttributeValue>;

const instant = z.iso.datetime().transform((text) => Date.parse(text));
const number = z.number();

const reportSchema = z.object({
  kind: z.enum(REPORT_KINDS),
  from: instant,
  until: instant,
  id: z.string().exactOptional(),
  requestedAt: instant.exactOptional(),
  isReady: z.boolean().exactOptional(),
  repeats: z.int(),
}) satisfies z.ZodType<WantedReport>;

const figuresSchema = z.object({
  reported: z.int(),
  known: z.int(),
  missing: z.int(),
  sent: z.int(),
  countedOnly: z.int(),
  unusable: z.int(),
});

const checksSchema = z.object({
  compared: z.int(),
  comparedKnown: z.int(),
  medianDifferenceMs: number.exactOptional(),
  resolutionMs: number,
  counted: z.int(),
  countedInReport: z.int(),
});

const itemSchema = z.object({
  integrationId: z.string(),
  createdAt: instant,
  trigger: z.enum(JOB_TRIGGERS),
  requestedBy: z.string().exactOptional(),
  from: instant,
  until: instant,
  isConfirmed: z.boolean(),
  state: z.enum(JOB_STATES),
  reason: z.enum([...REFUSAL_REASONS, ...FAILURE_REASONS]).exactOptional(),
  updatedAt: instant,
  endedAt: instant.exactOptional(),
  reports: z.array(reportSchema),
  figures: figuresSchema.exactOptional(),
  checks: checksSchema.exactOptional(),
  sentAt: instant.exactOptional(),
  attempts: z.int(),
  revision: z.int(),
  checkAt: instant.exactOptional(),
});

export const jobKey = ({ integrationId, createdAt }: Pick<RecoveryJob, 'integrationId' | 'createdAt'>): Key =>
  integrationKey(integrationId, `${BACKFILL_ITEM_PREFIX}${toRfc3339(createdAt)}`);

export const toJobItem = (job: RecoveryJob): Item => {
  const { nextStepAt, reports, ...same } = job;
  return {
    ...marshall(
      {
        ...same,
        createdAt: toRfc3339(job.createdAt),
        from: toRfc3339(job.from),
        until: toRfc3339(job.until),
        updatedAt: toRfc3339(job.updatedAt),
        endedAt: toTextOr(job.endedAt),
        sentAt: toTextOr(job.sentAt),
        reports: reports.map((report) => ({
          ...report,
          from: toRfc3339(report.from),
          until: toRfc3339(report.until),
          requestedAt: toTextOr(report.requestedAt),
        })),
        // Sparse: only while there is a next step.
        ...(nextStepAt !== undefined && { checkShard: CHECK_SHARDS.backfill, checkAt: toRfc3339(nextStepAt) }),
      },
      { removeUndefinedValues: true },
    ),
    ...jobKey(job),
  };
};

/** Throws when the item is not of this shape: our bug, or a hand at the table. */
export const fromJobItem = (item: Item): RecoveryJob => {
  const { checkAt, ...job } = itemSchema.parse(unmarshall(item));
  return { ...job, ...(checkAt !== undefined && { nextStepAt: checkAt }) };
};

const toTextOr = (at: Instant | undefined): string | undefined => (at === undefined ? undefined : toRfc3339(at));
