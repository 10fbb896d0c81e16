/** What may be asked of the counts. The schemas are the source of docs/openapi.json too. */

import * as z from 'zod';
import { QUARTER_MS } from '../core/hour.ts';
import { type Instant, parseRfc3339 } from '../core/instant.ts';
import { MAX_CHARACTERS, textProblem } from '../core/text.ts';
import { parseTimeZone } from '../core/zone-offsets.ts';
import { INTERVALS } from './intervals.ts';
import { MAX_QUEUES, readingProblems } from './reading-problem.ts';

const { refuse } = readingProblems;

/** The labels of our answers have no seconds, and a plus sign in a query reads as a blank. */
const WITHOUT_SECONDS = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(Z|[+-]\d\d:\d\d)$/i;

const parseTime = (text: string): Instant | undefined =>
  parseRfc3339(text.replace(' ', '+').replace(WITHOUT_SECONDS, '$1:00$2'));

const EARLIEST = Date.UTC(2015, 0, 1);

const TIME = { format: 'date-time', examples: ['2026-11-22T09:00:00Z'] };

const quarterSchema = z
  .string()
  .meta(TIME)
  .transform((text, context): Instant => {
    const instant = parseTime(text);
    if (instant === undefined) return refuse(context, 'not_rfc3339');
    if (instant < EARLIEST) return refuse(context, 'before_2015');
    return instant % QUARTER_MS === 0 ? instant : refuse(context, 'not_on_a_quarter');
  });

const zoneSchema = z
  .string()
  .default('UTC')
  .meta({ description: 'IANA time zone in which intervals are cut and named.', examples: ['Europe/Berlin'] })
  .transform((text, context): string => parseTimeZone(text) ?? refuse(context, 'unknown_time_zone'));

const queueSchema = z
  .string()
  .meta({ minLength: 1, maxLength: MAX_CHARACTERS })
  .transform((text, context): string => {
    const problem = textProblem(text);
    return problem ? refuse(context, problem) : text;
  });

const measureSchema = z.enum(['contacts', 'arrivals']).default('contacts').meta({
  description: 'contacts: chats by the hour of their end. arrivals: the same chats by the hour of their beginning.',
});

const rangeFields = {
  from: quarterSchema.meta({ ...TIME, description: 'The start, on a quarter of an hour.' }),
  to: quarterSchema.exactOptional().meta({ description: 'Behind the end, on a quarter. Default: completeUntil.' }),
};

export const contactCountsQuerySchema = z.object({
  ...rangeFields,
  interval: z.enum(INTERVALS).default('PT1H'),
  timeZone: zoneSchema,
  queue: z
    .array(queueSchema)
    .max(MAX_QUEUES)
    .default([])
    .meta({ description: 'Only these source queues; repeatable.' }),
  measure: measureSchema,
  join: z
    .enum(['name', 'group'])
    .default('name')
    .meta({ description: 'group: the queues of a renamed group as one, under the name that was counted last.' }),
  state: z.enum(['all', 'final']).default('all').meta({ description: 'final: leave out every other interval.' }),
});

type ParsedQuery = z.output<typeof contactCountsQuerySchema>;
export type ContactCountsQuery = Omit<ParsedQuery, 'queue'> & { readonly queue: readonly string[] };

export const queuesQuerySchema = z.object({ ...rangeFields, measure: measureSchema });
export type QueuesQuery = z.output<typeof queuesQuerySchema>;

export const changesQuerySchema = z.object({
  cursor: z.string().max(1_500).meta({ description: 'The cursor of an earlier answer.' }),
});
