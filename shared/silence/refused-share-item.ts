/** The share of refused events in the health item: one attribute, a map; instants are numbers of milliseconds. */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { refusedCountsSchema } from '../intake/queue-message.ts';
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
  version: z.int().positive(),
}) satisfies z.ZodType<RefusedShare>;

export const toShareAttribute = (share: RefusedShare): AttributeValue => ({ M: marshall(share) });

/** The condition of every write of the share. */
export const shareStands = (version: number | undefined): string =>
  version === undefined ? 'attribute_not_exists(refusedShare)' : 'refusedShare.version = :shareBefore';

export const shareBefore = (version: number | undefined): Record<string, AttributeValue> =>
  version === undefined ? {} : { ':shareBefore': { N: String(version) } };
