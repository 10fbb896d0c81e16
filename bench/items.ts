/** Sizes that decide what a read or a write costs. */

import { paginateQuery, ScanCommand } from '@aws-sdk/client-dynamodb';
import { hourOf } from '../shared/core/hour.ts';
import { randomPause } from '../shared/core/random-pause.ts';
import { systemClock } from '../shared/core/system-clock.ts';
import { createCountStore } from '../shared/counting/contact-counts.dynamo.ts';
import { padSequenceNumber } from '../shared/counting/sequence-number.ts';
import { INTEGRATION_ID } from './day.ts';
import type { Stage } from './stage.ts';

type Sizes = { readonly mean: number; readonly max: number };

/** An item's size as DynamoDB counts it, near enough: the UTF-8 bytes of names and values, and a few for each map. */
export const itemBytes = (value: unknown): number => {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (Array.isArray(value)) return 3 + value.reduce<number>((sum, one) => sum + 1 + itemBytes(one), 0);
  if (typeof value !== 'object' || value === null) return 1;
  return Object.entries(value).reduce((sum, [name, inner]) => sum + sizeOf(name, inner), 0);
};

/** The type tags of the wire are no part of an item; a map and a list have 3 bytes of their own and 1 a member. */
const sizeOf = (name: string, inner: unknown): number => {
  switch (name) {
    case 'S':
      return itemBytes(inner);
    case 'N':
      return Math.ceil(String(inner).length / 2) + 1;
    case 'M':
      return 3 + Object.entries(inner ?? {}).reduce((sum, [key, one]) => sum + 1 + key.length + itemBytes(one), 0);
    case 'L':
      return itemBytes(inner);
    default:
      return Buffer.byteLength(name) + itemBytes(inner);
  }
};

export const measureLedgerItems = async ({ onlooker }: Stage, table: string): Promise<Sizes> => {
  const { Items: items = [] } = await onlooker.send(new ScanCommand({ TableName: table }));
  const sizes = items.map(itemBytes);
  return {
    mean: sizes.reduce((sum, size) => sum + size, 0) / Math.max(sizes.length, 1),
    max: Math.max(...sizes, 0),
  };
};

const QUEUES = 20;
const HOURS_OF_A_WEEK = 7 * 24;
const WEEKS_OF_A_YEAR = 365 / 7;
const HOUR_MS = 60 * 60_000;
const FIRST_HOUR = Date.UTC(2026, 10, 23);

/** Writes a week of counts as the tally does, reads it as forecasting does, and takes it times 52. */
export const measureYearOfCounts = async (stage: Stage): Promise<number> => {
  const { tables } = await stage.createPipelineTables();
  const client = stage.createClient();
  const { write } = createCountStore({ client, table: tables.ContactCounts, pause: randomPause, clock: systemClock });
  const shardId = 'shardId-00000001795334400123-0a1b2c3d';
  for (let hour = 0; hour < HOURS_OF_A_WEEK; hour += 1) {
    const counts = Array.from({ length: QUEUES }, (_, queue) => ({
      integrationId: INTEGRATION_ID,
      hour: hourOf(FIRST_HOUR + hour * HOUR_MS),
      queue: `Support team ${queue + 1}`,
      groupId: 'f7e79d2b-47f6-6630-9ce3-01f0b8829f5c',
      measures: { contacts: 42, contacts00: 10, contacts15: 10, contacts30: 11, contacts45: 11, arrivals: 40 },
      marks: { [shardId]: padSequenceNumber('1') },
    }));
    await write(counts.map((count) => ({ count, shardId, replaces: undefined })));
  }
  client.destroy();
  return (await queryUnits(stage, tables.ContactCounts)) * WEEKS_OF_A_YEAR;
};

const queryUnits = async ({ onlooker }: Stage, table: string): Promise<number> => {
  const query = {
    TableName: table,
    KeyConditionExpression: 'integrationId = :integration',
    ExpressionAttributeValues: { ':integration': { S: INTEGRATION_ID } },
    ReturnConsumedCapacity: 'TOTAL' as const,
  };
  let units = 0;
  for await (const page of paginateQuery({ client: onlooker }, query)) {
    units += page.ConsumedCapacity?.CapacityUnits ?? 0;
  }
  return units;
};
