/** Plays the day to a design, and takes down what it cost. */

import { setTimeout } from 'node:timers/promises';
import { type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { type CpuWatch, createCpuWatch } from './cpu.ts';
import { type Day, type Delivery, RETRIED_WITHIN_MS } from './day.ts';
import {
  createContext,
  inBatches,
  LOCKED_MS,
  readStream,
  type ShardRecords,
  toDeliveredEvent,
  toStreamEvent,
} from './events.ts';
import { injectFaults } from './faults.ts';
import { meter, type Usage } from './meter.ts';
import type { PeerDeps, SqsHandler } from './peers/peer.ts';
import { createRecordChatsHandler, createTallyContactsHandler } from './pipeline.ts';
import { createRandom } from './random.ts';
import type { PipelineTables, Stage } from './stage.ts';

/** What one part of a design cost for the whole day. */
export type Cost = Usage & { readonly invocations: number; readonly cpuMicros: number };

export type Miscounts = {
  /** Contacts too many less contacts too few. */
  readonly net: number;
  /** Each difference of a count, whatever its sign. */
  readonly absolute: number;
};

export type Play = {
  readonly stage: Stage;
  readonly day: Day;
  /** The share of calls that fail; without it nothing does. */
  readonly faultRate?: number;
};

const SEED_OF_FAULTS = 7;

const createMeteredClient = ({ faultRate = 0 }: Play, client: DynamoDBClient) => {
  const { usage } = meter(client);
  if (faultRate > 0) injectFaults(client, faultRate, createRandom(SEED_OF_FAULTS));
  return { client, usage };
};

type Batched = { readonly batchSize: number };

export type PeerPlay = Batched & {
  readonly createPeer: (deps: PeerDeps) => SqsHandler;
  /** The SDK's plain client, as the documentation of each peer uses it, or this project's. */
  readonly clientOf: 'sdk' | 'this project';
};

/** One peer: a single function on the queue. */
export const playPeer = async (
  play: Play,
  { createPeer, clientOf, batchSize }: PeerPlay,
): Promise<{ readonly cost: Cost; readonly miscounts: Miscounts }> => {
  const tables = await play.stage.createPeerTables();
  const { stage } = play;
  const { client, usage } = createMeteredClient(
    play,
    clientOf === 'sdk' ? stage.createPlainClient() : stage.createClient(),
  );
  const handler = createPeer({ client, ...tables });
  const watch = createCpuWatch();
  await deliverAll(play.day, batchSize, (event) => watch.during(() => handler(event, createContext(LOCKED_MS))));
  client.destroy();
  const miscounts = await findMiscounts(play, tables.countsTable);
  return { cost: costOf(watch, usage()), miscounts };
};

export type Recorded = { readonly tables: PipelineTables; readonly cost: Cost; readonly stream: ShardRecords };

/** This project's first function on the queue: afterwards the ledger and its stream are complete. */
export const playRecordChats = async (play: Play, { batchSize }: Batched): Promise<Recorded> => {
  const tables = await play.stage.createPipelineTables();
  const { client, usage } = createMeteredClient(play, play.stage.createClient());
  const handler = createRecordChatsHandler({ client, tables: tables.tables });
  const watch = createCpuWatch();
  await deliverAll(play.day, batchSize, (event) => watch.during(() => handler(event, createContext())));
  client.destroy();
  const stream = await readStream(play.stage.endpoint, tables.ledgerStreamArn);
  return { tables, cost: costOf(watch, usage()), stream };
};

/** This project's second function on the stream; each play of it counts into a table of its own. */
export const playTallyContacts = async (
  play: Play,
  { batchSize, stream }: Batched & { readonly stream: ShardRecords },
): Promise<{ readonly cost: Cost; readonly miscounts: Miscounts }> => {
  const { tables } = await play.stage.createPipelineTables();
  const { client, usage } = createMeteredClient(play, play.stage.createClient());
  const handler = createTallyContactsHandler({ client, tables });
  const watch = createCpuWatch();
  for (const records of inBatches(stream.records, batchSize)) {
    const event: unknown = JSON.parse(JSON.stringify(toStreamEvent({ ...stream, records })));
    await untilAccepted(() => watch.during(() => handler(event, createContext())));
  }
  client.destroy();
  const miscounts = await findMiscounts(play, tables.ContactCounts);
  return { cost: costOf(watch, usage()), miscounts };
};

/** As the event source mapping of a stream does: the batch comes again until it is accepted. */
const untilAccepted = async (invoke: () => Promise<unknown>): Promise<void> => {
  for (let attempt = 0; attempt < MOST_ROUNDS; attempt += 1) {
    const isAccepted = await invoke().then(
      () => true,
      () => false,
    );
    if (isAccepted) return;
  }
  throw new Error('A batch of the stream was never accepted. Is the rate of faults too high?');
};

type Invoke = (event: ReturnType<typeof toDeliveredEvent>) => Promise<unknown>;

const MOST_ROUNDS = 20;

/**
 * As the event source mapping of a queue does: what failed comes again, when no earlier worker can still hold it, and
 * before a second resolution arrives: the peers count by arrival and would take that one for the first.
 */
const deliverAll = async ({ deliveries }: Day, batchSize: number, invoke: Invoke): Promise<void> => {
  const [first] = deliveries;
  if (!first) return;
  const spans = Map.groupBy(deliveries, ({ arrivesAt }) =>
    Math.floor((arrivesAt - first.arrivesAt) / RETRIED_WITHIN_MS),
  );
  for (const span of spans.values()) await deliverSpan(span, batchSize, invoke);
};

const deliverSpan = async (span: readonly Delivery[], batchSize: number, invoke: Invoke): Promise<void> => {
  let due = span;
  for (let round = 1; due.length > 0; round += 1) {
    if (round > MOST_ROUNDS) throw new Error(`${due.length} messages failed ${MOST_ROUNDS} times.`);
    if (round > 1) await setTimeout(LOCKED_MS);
    const failed = new Set<string>();
    for (const batch of inBatches(due, batchSize)) {
      for (const id of failedIds(await invoke(toDeliveredEvent(batch, round)))) failed.add(id);
    }
    due = due.filter(({ messageId }) => failed.has(messageId));
  }
};

const failedIds = (answer: unknown): readonly string[] => {
  const { batchItemFailures }: { batchItemFailures: readonly { itemIdentifier: string }[] } = JSON.parse(
    JSON.stringify(answer),
  );
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
};

const costOf = (watch: CpuWatch, usage: Usage): Cost => ({ ...usage, ...watch.total() });

const findMiscounts = async ({ stage, day }: Play, table: string): Promise<Miscounts> => {
  const counted = await readContacts(stage, table);
  const keys = new Set([...day.contacts.keys(), ...counted.keys()]);
  const differences = [...keys].map((key) => (counted.get(key) ?? 0) - (day.contacts.get(key) ?? 0));
  return {
    net: differences.reduce((sum, difference) => sum + difference, 0),
    absolute: differences.reduce((sum, difference) => sum + Math.abs(difference), 0),
  };
};

const readContacts = async ({ onlooker }: Stage, table: string): Promise<ReadonlyMap<string, number>> => {
  const { Items: items = [], LastEvaluatedKey: more } = await onlooker.send(new ScanCommand({ TableName: table }));
  if (more) throw new Error('The counts of a day fit on one page; they did not.');
  return new Map(items.map((item) => [item['hourQueue']?.S ?? '', Number(item['contacts']?.N ?? 0)]));
};
