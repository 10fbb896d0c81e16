/** Counts what a design asks of DynamoDB: calls, and the units that DynamoDB says it would bill. */

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';

export type Usage = { readonly calls: number; readonly writeUnits: number; readonly readUnits: number };

export type Meter = { readonly usage: () => Usage };

/** Kept as they come and summed after the run: the meter must not cost what the handlers are measured by. */
type Seen = { readonly command: string; readonly consumed: unknown; readonly refusedWrites: number };

const READS = new Set(['BatchGetItemCommand', 'GetItemCommand', 'QueryCommand', 'ScanCommand']);

export const meter = (client: DynamoDBClient): Meter => {
  const seen: Seen[] = [];
  client.middlewareStack.add(
    (next, context) => async (args) => {
      Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
      const command = context.commandName ?? '';
      try {
        const result = await next(args);
        seen.push({ command, consumed: Reflect.get(result.output, 'ConsumedCapacity'), refusedWrites: 0 });
        return result;
      } catch (error) {
        seen.push({ command, consumed: undefined, refusedWrites: refusedWrites(error, args.input) });
        throw error;
      }
    },
    // Outside the injected faults: a call that fails is a call, and bills what it wrote before it failed.
    { step: 'initialize', name: 'meter', priority: 'high', override: true },
  );
  return { usage: () => seen.reduce(add, { calls: 0, writeUnits: 0, readUnits: 0 }) };
};

/**
 * The answer to a failed condition tells no units, but it bills one write (two in a transaction) for each kilobyte of
 * each item; every item of this benchmark is smaller than that.
 */
const refusedWrites = (error: unknown, input: object): number => {
  if (!(error instanceof Error)) return 0;
  if (error.name === 'ConditionalCheckFailedException') return 1;
  if (error.name !== 'TransactionCanceledException') return 0;
  const items: unknown = Reflect.get(input, 'TransactItems');
  return Array.isArray(items) ? 2 * items.length : 0;
};

const consumedSchema = z.object({ CapacityUnits: z.number() });
const allConsumedSchema = z.union([z.array(consumedSchema), consumedSchema.transform((one) => [one])]).default([]);

const add = (usage: Usage, { command, consumed, refusedWrites: refused }: Seen): Usage => {
  const units = allConsumedSchema.parse(consumed).reduce((sum, { CapacityUnits }) => sum + CapacityUnits, refused);
  return READS.has(command)
    ? { ...usage, calls: usage.calls + 1, readUnits: usage.readUnits + units }
    : { ...usage, calls: usage.calls + 1, writeUnits: usage.writeUnits + units };
};
