/** The share of refused events in the health item: a map; instants are numbers of milliseconds. */

import * as z from 'zod';
import { refusedCountsSchema } from '../intake/refused-counts-json.ts';
import type { RefusedShare } from './refused-share.ts';

const instant = z.int();
const daySchema = z.object({ from: instant, accepted: z.int(), refused: refusedCountsSchema, mixedHours: z.int() });

export const refusedShareSchema = z.object({
  since: instant,
  lastAt: instant,
  mixedAt: instant.exactOptional(),
  isSteady: z.boolean(),
  day: daySchema,
  dayBefore: daySchema.exactOptional(),
}) satisfies z.ZodType<RefusedShare>;
