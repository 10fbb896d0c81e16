/** A hole as an item beside the health item: `hole#<from>#<account>`, so that one Query reads both. */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { HOLE_ITEM_PREFIX, integrationKey, type Key } from '../core/dynamo/keys.ts';
import { toRfc3339 } from '../core/instant.ts';
import { type Gap, HOLE_CAUSES, type Hole, RECOVERIES } from './hole.ts';

const instant = z.iso.datetime().transform((text) => Date.parse(text));

const itemSchema = z.object({
  account: z.string(),
  from: instant,
  until: instant,
  cause: z.enum(HOLE_CAUSES),
  recovery: z.enum(RECOVERIES),
}) satisfies z.ZodType<Hole>;

export const fromHoleItem = (item: Record<string, AttributeValue>): Hole => itemSchema.parse(unmarshall(item));

export const toHoleItem = (integrationId: string, hole: Hole): Key => ({
  ...holeKey(integrationId, hole),
  ...marshall({ ...hole, from: toRfc3339(hole.from), until: toRfc3339(hole.until) }),
});

export const holeKey = (integrationId: string, { from, account }: Pick<Gap, 'from' | 'account'>): Key =>
  integrationKey(integrationId, `${HOLE_ITEM_PREFIX}${toRfc3339(from)}#${account}`);
