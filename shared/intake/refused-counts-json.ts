/** Counts of refused events as they are read, from the queue and from the health item. */

import * as z from 'zod';
import type { RefusedCounts } from './refused-counts.ts';

/** What a hand put on the queue has to be a code, too: it becomes the name of an attribute. */
export const refusedCountsSchema = z.record(
  z.string().regex(/^[a-z][a-z0-9_]{0,39}$/),
  z.int().min(1),
) satisfies z.ZodType<RefusedCounts>;
