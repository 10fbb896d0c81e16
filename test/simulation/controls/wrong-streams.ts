/** Event source mappings that are not as ours is, and tallies that read the stream otherwise. */

import { marshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { fromChatItem } from '../../../shared/counting/chat-item.ts';
import { type Design, product } from '../design.ts';
import { recomputedAt } from '../rules-change.ts';
import type { Item } from '../stream.ts';
import type { World } from '../world.ts';

export const finiteStreamRetries: Design = { ...product, streamMapping: { ...product.streamMapping, retries: 2 } };

export const parallelizationFactor2: Design = {
  ...product,
  streamMapping: { ...product.streamMapping, parallelizationFactor: 2 },
};

const image = z.custom<Item>((value) => typeof value === 'object' && value !== null).optional();
const recordSchema = z.looseObject({
  eventName: z.string(),
  dynamodb: z.looseObject({ NewImage: image, OldImage: image }),
});
const eventSchema = z.looseObject({ Records: z.array(recordSchema).optional() });
type EventRecord = z.output<typeof recordSchema>;

const withRecords = (change: (world: World, record: EventRecord) => EventRecord): Design => ({
  ...product,
  tallyContacts: (ports) => {
    const handle = product.tallyContacts(ports);
    return (event) => {
      const { Records: records, ...rest } = eventSchema.parse(event);
      return handle({ ...rest, ...(records && { Records: records.map((record) => change(ports.world, record)) }) });
    };
  },
});

/** What the new rules say of the old chat, and not what was counted for it. */
export const contributionsRecomputed = withRecords((world, record) => {
  const recompute = (item: Item): Item => {
    if (!item['chat']) return item;
    const contributions = recomputedAt(world, world.now())(fromChatItem({ ...item }).chat);
    return { ...item, contributions: { L: contributions.map((one) => ({ M: marshall(one) })) } };
  };
  const { NewImage: after, OldImage: before } = record.dynamodb;
  return {
    ...record,
    dynamodb: {
      ...record.dynamodb,
      ...(after && { NewImage: recompute(after) }),
      ...(before && { OldImage: recompute(before) }),
    },
  };
});

/** An erased chat is counted back. */
export const removalsUncounted = withRecords((_, record) => {
  const { OldImage: before } = record.dynamodb;
  if (record.eventName !== 'REMOVE' || !before) return record;
  const nothing: Item = { ...before, contributions: { L: [] } };
  return { ...record, eventName: 'MODIFY', dynamodb: { ...record.dynamodb, NewImage: nothing } };
});
