/** A chat's contributions as the ledger stores them and its stream carries them to the tally. */

import * as z from 'zod';
import { type Contribution, MEASURES } from '../domain/contributions.ts';

const text = z.string().min(1);

export const contributionsSchema = z.array(
  z.object({
    hour: text,
    queue: text,
    groupId: text.exactOptional(),
    measures: z.partialRecord(z.enum(MEASURES), z.int()),
  }),
) satisfies z.ZodType<readonly Contribution[]>;
