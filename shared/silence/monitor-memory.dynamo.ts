/** What the monitor remembers of itself: one item of the reserved integration. */

import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import type { FindCaughtUpTo } from '../completeness/claims.port.ts';
import type { Clock } from '../core/clock.ts';
import { integrationKey } from '../core/dynamo/keys.ts';
import { projectionOf } from '../core/dynamo/projection.ts';
import { type Instant, toRfc3339 } from '../core/instant.ts';
import { PROBE_INTEGRATION_ID } from '../core/integration-id.ts';
import type { FindPipelineHealth, FindPipelineMemory, MonitorMemory, MonitorState } from './monitor-memory.port.ts';
import { pipelineHealthOf, type Stretch } from './platform-trouble.ts';
import { REFUSAL_KINDS } from './refused-as.ts';

type Deps = {
  readonly client: DynamoDBClient;
  /** The name of the Integrations table. */
  readonly table: string;
};

const KEY = integrationKey(PROBE_INTEGRATION_ID, 'monitor');
const IF_STILL_THAT_VERSION = '#version = :before';
const IF_FIRST = 'attribute_not_exists(integrationId)';

const instant = z.iso.datetime().transform((text) => Date.parse(text));
const stretch = z.object({ startedAt: instant, endedAt: instant.exactOptional() });

const itemSchema = z.object({
  version: z.int(),
  lastRunAt: instant.exactOptional(),
  ourOutages: z.array(z.object({ from: instant, until: instant })).default([]),
  probes: z.array(instant),
  stall: stretch.exactOptional(),
  manySilent: stretch
    .extend({
      refusal: z.enum(REFUSAL_KINDS).exactOptional(),
      escalatedAt: instant.exactOptional(),
      notOurs: z.boolean().exactOptional(),
    })
    .exactOptional(),
  isUntold: z.boolean(),
  caughtUpTo: instant.exactOptional(),
});

export const createMonitorMemory = (deps: Deps): MonitorMemory => ({
  read: () => read(deps),
  write: async (state, version) => {
    try {
      await deps.client.send(
        new PutItemCommand({
          TableName: deps.table,
          Item: { ...KEY, ...toAttributes(state, version + 1) },
          ...(version === 0
            ? { ConditionExpression: IF_FIRST }
            : {
                ConditionExpression: IF_STILL_THAT_VERSION,
                ExpressionAttributeNames: { '#version': 'version' },
                ExpressionAttributeValues: { ':before': { N: String(version) } },
              }),
        }),
      );
      return 'written';
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return 'overtaken';
      throw error;
    }
  },
});

/** For whoever shows a status: what the monitor last found out about ourselves. */
export const createFindPipelineHealth =
  ({ clock, ...deps }: Deps & { readonly clock: Clock }): FindPipelineHealth =>
  async () =>
    pipelineHealthOf((await read(deps)).state, clock());

const lookedAtSchema = itemSchema.pick({
  lastRunAt: true,
  ourOutages: true,
  probes: true,
  stall: true,
  manySilent: true,
  caughtUpTo: true,
});

/** Half the price: a state that is a moment old is as good. Only these attributes: more its callers may not read. */
export const createFindPipelineMemory =
  ({ client, table }: Deps): FindPipelineMemory =>
  async () => {
    const { Item: item } = await client.send(
      new GetItemCommand({ TableName: table, Key: KEY, ...projectionOf(Object.keys(lookedAtSchema.shape)) }),
    );
    return item ? lookedAtSchema.parse(unmarshall(item)) : { ourOutages: [], probes: [] };
  };

/** The recorder's processes do not ask more often. */
const CAUGHT_UP_FOR_MS = 60_000;

/** For the recorder, which decides claims by it. */
export const createFindCaughtUpTo = ({ clock, ...deps }: Deps & { readonly clock: Clock }): FindCaughtUpTo => {
  let known: { readonly at: Instant; readonly caughtUpTo: Instant } | undefined;
  return async () => {
    if (known === undefined || clock() - known.at >= CAUGHT_UP_FOR_MS) {
      const at = clock();
      const { caughtUpTo } = (await read(deps)).state;
      // Not known yet is no answer to remember.
      known = caughtUpTo === undefined ? undefined : { at, caughtUpTo };
    }
    return known?.caughtUpTo;
  };
};

/** Before the first run there is nothing to remember. */
const FIRST = { state: { probes: [], ourOutages: [], isNoticePending: false }, version: 0 };

const read = async ({ client, table }: Deps): Promise<{ state: MonitorState; version: number }> => {
  const { Item: item } = await client.send(new GetItemCommand({ TableName: table, Key: KEY, ConsistentRead: true }));
  if (!item) return FIRST;
  const { version, isUntold: isNoticePending, ...state } = itemSchema.parse(unmarshall(item));
  return { state: { ...state, isNoticePending }, version };
};

const toAttributes = (
  { lastRunAt, ourOutages, probes, stall, manySilent, isNoticePending, caughtUpTo }: MonitorState,
  version: number,
): Record<string, AttributeValue> =>
  marshall(
    {
      version,
      lastRunAt: lastRunAt === undefined ? undefined : toRfc3339(lastRunAt),
      ourOutages: ourOutages.map(({ from, until }) => ({ from: toRfc3339(from), until: toRfc3339(until) })),
      probes: probes.map(toRfc3339),
      stall: stall && toStretchAttributes(stall),
      manySilent: manySilent && {
        ...toStretchAttributes(manySilent),
        refusal: manySilent.refusal,
        escalatedAt: manySilent.escalatedAt === undefined ? undefined : toRfc3339(manySilent.escalatedAt),
        notOurs: manySilent.notOurs,
      },
      isUntold: isNoticePending,
      caughtUpTo: caughtUpTo === undefined ? undefined : toRfc3339(caughtUpTo),
    },
    { removeUndefinedValues: true },
  );

const toStretchAttributes = ({ startedAt, endedAt }: Stretch) => ({
  startedAt: toRfc3339(startedAt),
  ...(endedAt !== undefined && { endedAt: toRfc3339(endedAt) }),
});
