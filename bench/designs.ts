/** Plays the day to every design. */

import type { Day } from './day.ts';
import {
  type Cost,
  type Miscounts,
  type PeerPlay,
  playPeer,
  playRecordChats,
  playTallyContacts,
  type Recorded,
} from './measure.ts';
import { createPowertoolsPeer } from './peers/powertools.ts';
import { createPutThenAddPeer } from './peers/put-then-add.ts';
import { createTransactionPerBatchPeer } from './peers/transaction-per-batch.ts';
import { createTransactionPerChatPeer } from './peers/transaction-per-chat.ts';
import { usdPerMillionChats } from './prices.ts';
import type { DesignResult } from './results.ts';
import type { Stage } from './stage.ts';

type Peer = Omit<PeerPlay, 'batchSize'> & {
  readonly design: string;
  readonly batchSizes: readonly number[];
};

const SQS_BATCHES = [1, 10, 100];

/**
 * The exact ones play at each of this project's sizes. The others miscount at any size: they play at ten, Lambda's
 * default, and the first at a hundred, too, where the target compares with it. The nearest one plays with both clients.
 */
const PEERS: readonly Peer[] = [
  {
    design: 'Powertools batch + idempotency, then ADD',
    createPeer: createPowertoolsPeer,
    clientOf: 'sdk',
    batchSizes: [10, 100],
  },
  { design: 'conditional put, then ADD', createPeer: createPutThenAddPeer, clientOf: 'sdk', batchSizes: [10] },
  {
    design: 'transaction per chat',
    createPeer: createTransactionPerChatPeer,
    clientOf: 'sdk',
    batchSizes: SQS_BATCHES,
  },
  {
    design: 'transaction per batch, with a read before',
    createPeer: createTransactionPerBatchPeer,
    clientOf: 'sdk',
    batchSizes: SQS_BATCHES,
  },
  {
    design: 'transaction per batch, with this client',
    createPeer: createTransactionPerBatchPeer,
    clientOf: 'this project',
    batchSizes: SQS_BATCHES,
  },
];

const OURS = 'this project';
const STREAM_BATCHES = [1, 10, 100, 1_000];

export type Bench = {
  readonly stage: Stage;
  readonly day: Day;
  readonly faultRate: number;
  readonly jsonParseMicros: number;
  readonly report: (line: string) => void;
};

export const playAll = async (bench: Bench): Promise<readonly DesignResult[]> => {
  const results: DesignResult[] = [];
  for (const peer of PEERS) {
    for (const batchSize of peer.batchSizes) {
      bench.report(`${peer.design}, batch ${batchSize}`);
      results.push(await playOnePeer(bench, peer, batchSize));
    }
  }
  return [...results, ...(await playOurs(bench))];
};

/** With faults first: the same day once before warms every design up, and alike. */
const playOnePeer = async (
  bench: Bench,
  { design, createPeer, clientOf }: Peer,
  batchSize: number,
): Promise<DesignResult> => {
  const { stage, day, faultRate } = bench;
  const peer = { createPeer, clientOf, batchSize };
  const faulty = await playPeer({ stage, day, faultRate }, peer);
  const { cost, miscounts } = await playPeer({ stage, day }, peer);
  return toResult(bench, {
    design,
    isOurs: false,
    sqsBatch: batchSize,
    costs: [cost],
    miscounts,
    withFaults: faulty.miscounts,
  });
};

/**
 * What the second function costs depends on the size of its batches alone, so it is played once for each size, on the
 * ledger that the first function wrote at its largest batch.
 */
const playOurs = async (bench: Bench): Promise<readonly DesignResult[]> => {
  const { stage, day, faultRate } = bench;
  const play = { stage, day };
  bench.report(`${OURS}: record-chats, with faults`);
  const faultyLedger = await playRecordChats({ ...play, faultRate }, { batchSize: 10 });
  const recorded: (Recorded & { readonly batchSize: number })[] = [];
  for (const batchSize of SQS_BATCHES) {
    bench.report(`${OURS}: record-chats, batch ${batchSize}`);
    recorded.push({ batchSize, ...(await playRecordChats(play, { batchSize })) });
  }

  const tallied: Tallied[] = [];
  const stream = recorded.at(-1)?.stream;
  if (!stream) throw new Error('Nothing was recorded.');
  for (const batchSize of STREAM_BATCHES) {
    bench.report(`${OURS}: tally-contacts, batch ${batchSize}`);
    const faulty = await playTallyContacts({ ...play, faultRate }, { batchSize, stream: faultyLedger.stream });
    const { cost, miscounts } = await playTallyContacts(play, { batchSize, stream });
    tallied.push({ batchSize, cost, miscounts, withFaults: faulty.miscounts });
  }

  return recorded.flatMap((record) =>
    tallied.map(({ batchSize, cost, miscounts, withFaults }) =>
      toResult(bench, {
        design: OURS,
        isOurs: true,
        sqsBatch: record.batchSize,
        streamBatch: batchSize,
        costs: [record.cost, cost],
        miscounts,
        withFaults,
      }),
    ),
  );
};

type Tallied = {
  readonly batchSize: number;
  readonly cost: Cost;
  readonly miscounts: Miscounts;
  readonly withFaults: Miscounts;
};

type Played = {
  readonly design: string;
  readonly isOurs: boolean;
  readonly sqsBatch: number;
  readonly streamBatch?: number;
  readonly costs: readonly Cost[];
  readonly miscounts: Miscounts;
  readonly withFaults: Miscounts;
};

const toResult = (
  { day, jsonParseMicros }: Bench,
  { costs, miscounts, withFaults, ...design }: Played,
): DesignResult => {
  const perChat = (of: (cost: Cost) => number) => costs.reduce((sum, cost) => sum + of(cost), 0) / day.chats;
  const deliveries = day.deliveries.length / day.chats;
  const cpuMicrosPerEvent = perChat((cost) => cost.cpuMicros) / deliveries;
  const chat = {
    writeUnits: perChat((cost) => cost.writeUnits),
    readUnits: perChat((cost) => cost.readUnits),
    invocations: perChat((cost) => cost.invocations),
    cpuMicros: perChat((cost) => cost.cpuMicros),
  };
  return {
    ...design,
    integrations: 1,
    recorders: 1,
    writeUnitsPerChat: chat.writeUnits,
    readUnitsPerChat: chat.readUnits,
    callsPerChat: perChat((cost) => cost.calls),
    cpuMicrosPerEvent,
    cpuTimesJsonParse: cpuMicrosPerEvent / jsonParseMicros,
    eventsPerSecondAndCore: 1_000_000 / cpuMicrosPerEvent,
    miscounts: miscounts.absolute,
    miscountsPerMillionWithFaults: {
      net: (withFaults.net / day.chats) * 1_000_000,
      absolute: (withFaults.absolute / day.chats) * 1_000_000,
    },
    usdPerMillionChats: usdPerMillionChats({ ...chat, deliveries, sqsBatch: design.sqsBatch }),
  };
};
