/** A contact count as an item of the ContactCounts table, read back. */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import type { Key } from '../core/dynamo/keys.ts';
import type { StoredCount } from './contact-counts.port.ts';
import { countKey, MEASURES } from './contributions.ts';

const MARK_PREFIX = 'm:';

/** A top-level attribute a shard, never pruned. */
export const markAttribute = (shardId: string): string => `${MARK_PREFIX}${shardId}`;

const text = z.string();
const instant = z.iso.datetime().transform((at) => Date.parse(at));

const countSchema = z.object({
  integrationId: text,
  hour: text,
  queue: text,
  recountedUntil: instant.exactOptional(),
  // Counts from before there were versions have none. Nobody writes a 0: its condition would be that there is none.
  version: z.int().positive().default(0),
  measures: z.partialRecord(z.enum(MEASURES), z.int()),
  marks: z.record(text, text),
});

/** `unreadable` when a hand at the table made it so: nothing may be added to such an item. */
export const fromCountItem = (item: Record<string, AttributeValue>): StoredCount | 'unreadable' => {
  const parsed = countSchema.safeParse(toFields(item));
  // A count that calls itself another would be written to the other's place.
  return parsed.success && item['hourQueue']?.S === countKey(parsed.data) ? parsed.data : 'unreadable';
};

const toFields = (item: Record<string, AttributeValue>): unknown => {
  try {
    const attributes = unmarshall(item);
    const entries = Object.entries(attributes);
    const marks = entries.flatMap(([name, value]) => (name.startsWith(MARK_PREFIX) ? [[shardOf(name), value]] : []));
    const measures = entries.filter(([name]) => MEASURES.some((measure) => measure === name));
    return { ...attributes, measures: Object.fromEntries(measures), marks: Object.fromEntries(marks) };
  } catch {
    // A number, for one, that JavaScript cannot hold.
    return undefined;
  }
};

const shardOf = (markName: string): string => markName.slice(MARK_PREFIX.length);

export const contactCountKey = (place: { integrationId: string; hour: string; queue: string }): Key => ({
  integrationId: { S: place.integrationId },
  hourQueue: { S: countKey(place) },
});
