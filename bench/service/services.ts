/** The day of a service for this project, at several sizes, and for the two nearest peers. */

import type { Day } from '../day.ts';
import type { Usage } from '../meter.ts';
import { createPutThenAddPeer } from '../peers/put-then-add.ts';
import { createTransactionPerBatchPeer } from '../peers/transaction-per-batch.ts';
import { dynamoUsdPerMillion } from '../prices.ts';
import type { PerChat, ServiceResult } from '../results.ts';
import type { Stage } from '../stage.ts';
import { playPeer, playRecorders, playTally } from './play-service.ts';
import { createIdleDay, createServiceDay, HEARTBEATS_A_DAY, type ServiceSize } from './service-day.ts';

type Size = ServiceSize & { readonly recorders: number };

const HOUR = 60;
/** A million messages make an hour of ten thousand integrations: there a quarter of an hour comes before. */
const QUARTER = 15;

const SIZES: readonly Size[] = [
  { integrations: 1_000, recorders: 1, heartbeatsADay: 0, warmUpMinutes: HOUR },
  { integrations: 1_000, recorders: 5, heartbeatsADay: 0, warmUpMinutes: HOUR },
  { integrations: 1_000, recorders: 20, heartbeatsADay: 0, warmUpMinutes: HOUR },
  { integrations: 1_000, recorders: 20, heartbeatsADay: HEARTBEATS_A_DAY, warmUpMinutes: HOUR },
  { integrations: 10_000, recorders: 20, heartbeatsADay: 0, warmUpMinutes: QUARTER },
];

/** The exact one that needs the fewest units, and the one that needs the fewest of all, and miscounts. */
const PEERS = [
  { design: 'transaction per batch, with a read before', createPeer: createTransactionPerBatchPeer },
  { design: 'conditional put, then ADD', createPeer: createPutThenAddPeer },
] as const;

const PEER_SIZES = [1_000, 10_000];

type Bench = { readonly stage: Stage; readonly day: Day; readonly report: (line: string) => void };

export const measureServices = async (bench: Bench): Promise<readonly ServiceResult[]> => {
  const results: ServiceResult[] = [];
  for (const size of SIZES) results.push(await measureOurs(bench, size));
  for (const integrations of PEER_SIZES) results.push(...(await measurePeers(bench, integrations)));
  return results;
};

const measurePeers = async (bench: Bench, integrations: number): Promise<readonly ServiceResult[]> => {
  const size = { integrations, recorders: 20, heartbeatsADay: 0, warmUpMinutes: 0 };
  const results: ServiceResult[] = [];
  for (const { design, createPeer } of PEERS) {
    bench.report(`service day, ${integrations} integrations, ${design}`);
    const day = createServiceDay(bench.day, size);
    const usage = await playPeer(bench.stage, day, createPeer);
    results.push(toResult({ design, isOurs: false, ...size }, day, usage));
  }
  return results;
};

const measureOurs = async ({ stage, day: chats, report }: Bench, size: Size): Promise<ServiceResult> => {
  const { integrations, recorders, heartbeatsADay } = size;
  report(`service day, ${integrations} integrations, ${recorders} recorders, ${heartbeatsADay} heartbeats`);
  const day = createServiceDay(chats, size);
  const { usage, stream } = await playRecorders(stage, day, recorders);
  const tallied = await playTally(stage, stream);
  return toResult({ design: 'this project', isOurs: true, ...size }, day, usage, tallied);
};

type Played = Size & Pick<ServiceResult, 'design' | 'isOurs'>;
type Sent = { readonly chats: number; readonly deliveries: readonly unknown[] };

const toResult = (played: Played, { chats, deliveries }: Sent, recorded: Usage, tallied?: Usage): ServiceResult => {
  const parts = [recorded, ...(tallied ? [tallied] : [])].map((usage) => per(chats, usage));
  const together = parts.reduce((sum, part) => ({
    writeUnits: sum.writeUnits + part.writeUnits,
    readUnits: sum.readUnits + part.readUnits,
    calls: sum.calls + part.calls,
  }));
  return {
    ...played,
    deliveries: deliveries.length,
    recorded: per(chats, recorded),
    ...(tallied && { tallied: per(chats, tallied) }),
    together,
    dynamoUsdPerMillionChats: dynamoUsdPerMillion(together),
  };
};

const per = (count: number, { writeUnits, readUnits, calls }: Usage): PerChat => ({
  writeUnits: writeUnits / count,
  readUnits: readUnits / count,
  calls: calls / count,
});

/** Each heartbeat claims something, and is written down. */
export const measureHeartbeat = async ({ stage, report }: Bench): Promise<PerChat> => {
  report('heartbeats of idle integrations');
  const day = createIdleDay(IDLE_INTEGRATIONS);
  const { usage } = await playRecorders(stage, day, 1);
  return per(day.deliveries.length, usage);
};

const IDLE_INTEGRATIONS = 1_000;
