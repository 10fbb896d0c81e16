/** A chat's contributions as the ledger stores them and its stream carries them to the tally. */

import * as z from 'zod';
import { textProblem } from '../core/text.ts';
import { type Contribution, MEASURES } from './contributions.ts';

const text = z.string().min(1);
/** Both become the sort key of a count: a longer one could be neither read nor written, with its whole batch. */
const hour = text.max(32);
const queue = z.string().refine((name) => textProblem(name) === undefined);

/** Version 1 also stored the id of the group, the last one that came; nothing reads it any more. */
export const contributionsSchema = z.array(
  z.object({
    hour,
    queue,
    measures: z.partialRecord(z.enum(MEASURES), z.int()),
  }),
) satisfies z.ZodType<readonly Contribution[]>;
