/** Plays the day of a service to this project's recorders, side by side, to its tally, and to a peer. Counts only. */

import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import { CHECK_SHARDS, HEALTH_ITEM, integrationKey } from '../../shared/core/dynamo/keys.ts';
import { toRfc3339 } from '../../shared/core/instant.ts';
import { toEvidenceAttributes } from '../../shared/silence/health-item.ts';
import { createContext, inBatches, readStream, type ShardRecords, toDeliveredEvent, toStreamEvent } from '../events.ts';
import { meter, type Usage } from '../meter.ts';
import type { PeerDeps, SqsHandler } from '../peers/peer.ts';
import { createNoters, createRecordChatsHandler, createTallyContactsHandler, type TableNames } from '../pipeline.ts';
import type { Stage } from '../stage.ts';
import { type ServiceDay, SQS_BATCH } from './service-day.ts';

const STREAM_BATCH = 1_000;

/** Of all recorders together. */
export type Recorded = { readonly usage: Usage; readonly stream: ShardRecords };

export const playRecorders = async (stage: Stage, day: ServiceDay, recorders: number): Promise<Recorded> => {
  const { tables, ledgerStreamArn } = await stage.createPipelineTables();
  await registerAll(stage, tables, day);
  const processes = Array.from({ length: recorders }, () => {
    const client = stage.createClient();
    const noters = createNoters({ client, tables });
    return {
      client,
      noters,
      usage: meter(client).usage,
      handler: createRecordChatsHandler({ client, tables, noters }),
    };
  });
  let turn = 0;
  const next = () => {
    turn += 1;
    const process = processes[turn % recorders];
    if (!process) throw new Error('A service has a recorder.');
    return process;
  };
  for (const messages of day.before()) {
    const { noteEvidence, noteGroups } = next().noters;
    await Promise.all([noteEvidence(messages), noteGroups(messages)]);
  }
  const before = sumOf(processes.map(({ usage }) => usage()));
  for (const batch of inBatches(day.deliveries, SQS_BATCH)) {
    const answer = await next().handler(toDeliveredEvent(batch, 1), createContext());
    if (answer.batchItemFailures.length > 0) throw new Error('A message failed, and nothing was wrong with it.');
  }
  const usage = differenceOf(sumOf(processes.map((process) => process.usage())), before);
  for (const { client } of processes) client.destroy();
  return { usage, stream: await readStream(stage.endpoint, ledgerStreamArn) };
};

export const playTally = async (stage: Stage, stream: ShardRecords): Promise<Usage> => {
  const { tables } = await stage.createPipelineTables();
  const client = stage.createClient();
  const { usage } = meter(client);
  const handler = createTallyContactsHandler({ client, tables });
  for (const records of inBatches(stream.records, STREAM_BATCH)) {
    await handler(JSON.parse(JSON.stringify(toStreamEvent({ ...stream, records }))), createContext());
  }
  client.destroy();
  return usage();
};

/** A peer remembers nothing from one batch to the next: one process costs what twenty cost. */
export const playPeer = async (
  stage: Stage,
  day: ServiceDay,
  createPeer: (deps: PeerDeps) => SqsHandler,
): Promise<Usage> => {
  const tables = await stage.createPeerTables();
  const client = stage.createPlainClient();
  const { usage } = meter(client);
  const handler = createPeer({ client, ...tables });
  for (const batch of inBatches(day.deliveries, SQS_BATCH)) {
    await handler(toDeliveredEvent(batch, 1), createContext());
  }
  client.destroy();
  return usage();
};

const MOST_ITEMS_OF_A_CALL = 25;

/** Evidence is only written of an integration that exists. */
const registerAll = async ({ onlooker }: Stage, tables: TableNames, { watched }: ServiceDay): Promise<void> => {
  const items = watched.map(({ integrationId, keyId, notedAt }) => ({
    ...integrationKey(integrationId, HEALTH_ITEM),
    checkShard: { S: CHECK_SHARDS.monitor },
    checkAt: { S: toRfc3339(notedAt) },
    createdAt: { S: toRfc3339(notedAt) },
    ...toEvidenceAttributes({
      acceptedAt: notedAt,
      chatEventAt: notedAt,
      appVersion: '1.0.0',
      keyUses: { [keyId]: notedAt },
    }),
  }));
  for (const some of inBatches(items, MOST_ITEMS_OF_A_CALL)) {
    const requests = some.map((item) => ({ PutRequest: { Item: item } }));
    await onlooker.send(new BatchWriteItemCommand({ RequestItems: { [tables.Integrations]: requests } }));
  }
};

const sumOf = (usages: readonly Usage[]): Usage =>
  usages.reduce((sum, one) => combine(sum, one, (a, b) => a + b), { calls: 0, writeUnits: 0, readUnits: 0 });

const differenceOf = (after: Usage, before: Usage): Usage => combine(after, before, (a, b) => a - b);

const combine = (one: Usage, other: Usage, by: (a: number, b: number) => number): Usage => ({
  calls: by(one.calls, other.calls),
  writeUnits: by(one.writeUnits, other.writeUnits),
  readUnits: by(one.readUnits, other.readUnits),
});
