/** The shapes of the read API's answers, for the document; the tests hold the answers to them. */

import * as z from 'zod';
import { HOLE_CAUSES } from '../completeness/hole.ts';

const hour = z.string().meta({ format: 'date-time', examples: ['2026-11-22T09:00:00Z'] });
const bound = hour.nullable();
const count = z.int();
const known = count.nullable().meta({ description: 'null where it cannot be known' });

const holeSchema = z.object({
  from: hour,
  until: hour,
  cause: z.enum([...HOLE_CAUSES, 'not_claimed']).meta({
    description:
      'key_leaked: an operator marked the hours, for somebody else may have written what is counted there. not_claimed: overdue, and nobody has said that it is complete; it may still become final.',
  }),
  recovery: z.enum(['none', 'recovered']),
});

const cursor = z.string().meta({ description: 'For …/contact-counts/changes: what changes after this answer.' });

export const contactCountsSchema = z.object({
  integrationId: z.string(),
  measure: z.enum(['contacts', 'arrivals']),
  interval: z.enum(['PT15M', 'PT30M', 'PT1H', 'P1D']),
  timeZone: z.string(),
  from: hour,
  to: hour,
  completeFrom: bound.meta({ description: 'Before it nobody promised anything. null: no claims yet.' }),
  completeUntil: bound.meta({ description: 'Every hour before it is decided: final or unknown. Never falls.' }),
  arrivalsCompleteUntil: bound,
  cursor,
  holes: z.array(holeSchema),
  intervals: z.object({
    starts: z.array(z.string()).meta({ description: 'Local, with offset: 2026-11-22T09:00+01:00.' }),
    states: z.string().meta({ description: 'A letter an interval: F final, P provisional, U unknown.' }),
    basis: z.string().meta({ description: 'What a final interval rests on: C claims, R report; - for the others.' }),
  }),
  series: z.array(
    z.object({
      queue: z.string(),
      groupIds: z.array(z.string()),
      total: known.meta({ description: 'null when any value is' }),
      values: z.array(known),
      counted: z.array(count).meta({ description: 'What we have, also where it is not complete.' }),
    }),
  ),
  next: z.string().nullable().meta({ description: 'The path of the next page.' }),
});

export const changesSchema = z.object({
  changed: z.array(
    z.object({
      hour,
      queue: z.string(),
      contacts: known,
      arrivals: known,
      state: z.enum(['final', 'provisional', 'unknown']),
      correctedAt: z.string().meta({ format: 'date-time' }),
    }),
  ),
  holes: z.array(holeSchema).meta({ description: 'All holes as they are now.' }),
  cursor,
  endOfStream: z.boolean().meta({ description: 'false: ask again at once, there is more.' }),
});

export const queuesSchema = z.object({
  integrationId: z.string(),
  measure: z.enum(['contacts', 'arrivals']),
  queues: z.array(
    z.object({
      queue: z.string(),
      total: known,
      counted: count,
      groupIds: z.array(z.string()),
      otherNames: z.array(z.string()).meta({ description: 'Of the same group, renamed.' }),
      ambiguous: z.boolean().meta({ description: 'Two groups bear this name; it is never joined.' }),
    }),
  ),
});
