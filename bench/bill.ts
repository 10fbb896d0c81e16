/** What a service pays in a month: what the benchmark measured at the prices of the price file. What is assumed stands here. */

import { dynamoUsdPerMillion, lambdaUsdPerMillion, PRICES, queueRequestsPerMessage } from './prices.ts';
import type { DesignResult, Results, ServiceResult } from './results.ts';

export type BillLine = { readonly what: string; readonly usd: number };
export type ChatLine = { readonly what: string; readonly busy: number; readonly small: number };
export type MonthLine = { readonly what: string; readonly idle: number; readonly busy: number };

export type Bill = {
  /** A month, whatever comes. */
  readonly fixed: readonly BillLine[];
  /** A million chats: of one busy integration, and of many small ones. */
  readonly chats: readonly ChatLine[];
  /** A month of many integrations: apps that only say that they are alive, and all with their chats. */
  readonly month: readonly MonthLine[];
};

const INTEGRATIONS = 10_000;
/** As many as the deployed mapping lets run side by side. */
const RECORDERS = 20;
const DELIVERIES_A_DAY = 2_000;
const HEARTBEATS_A_DAY = 144;
const DAYS_OF_A_MONTH = 30;
const RUNS_OF_A_MONTH = 8_640;
const MILLION = 1_000_000;

/** One event a request, as the app sends them. receive-events waits for the queue and sometimes for a key. */
const RECEIVING = { seconds: 0.02, gigabytes: 0.5, readUnits: 0.5, gigabytesOfLogs: 0.6e-6 };
/** Apps alone bring a few messages a second: fewer of them share a batch. */
const HEARTBEAT_BATCH = 10;
const CHAT_BATCH = 100;
const STREAM_BATCH = 1_000;

const count = (value: number): string => value.toLocaleString('en-US');
const counted = (number: number, what: string, usdEach: number): BillLine => ({
  what: `${number} ${what} at ${usdEach.toFixed(2)}`,
  usd: number * usdEach,
});

const FIXED: readonly BillLine[] = [
  counted(37, 'alarms', PRICES.alarm),
  counted(1, 'composite alarm', PRICES.compositeAlarm),
  counted(3, 'keys of KMS (alarm topics, notices, Freshchat keys)', PRICES.kmsKey),
  counted(17, 'metrics, once they are written,', PRICES.metric),
  counted(1, 'dashboard, beyond the three free ones,', PRICES.dashboard),
  {
    what: "Lambda's polling of the queue: 5 pollers, 20 s each, 0.65 million requests",
    usd: 0.65 * PRICES.perMillionQueueRequests,
  },
  {
    what: `the ages that the monitor reads: ${count(RUNS_OF_A_MONTH)} times two metrics`,
    usd: ((RUNS_OF_A_MONTH * 2) / 1_000) * PRICES.perThousandMetricReads,
  },
  {
    what: `erase-integrations: ${count(RUNS_OF_A_MONTH)} runs of three queries`,
    usd:
      (RUNS_OF_A_MONTH / MILLION) *
      (PRICES.perMillionInvocations + PRICES.perMillionSchedules + 1.5 * PRICES.perMillionReadUnits),
  },
  { what: 'each administrator who signs in, Plus plan', usd: PRICES.activeAdministrator },
  { what: 'tables, stream, API, functions at rest', usd: 0 },
];

/** What a million requests cost before anything is recorded. */
const requestLines = (batch: number) => ({
  'HTTP API': PRICES.perMillionHttpRequests,
  'SQS: sent alone, received and deleted ten at once': queueRequestsPerMessage(batch) * PRICES.perMillionQueueRequests,
  'receive-events, with its look-ups of keys':
    PRICES.perMillionInvocations +
    RECEIVING.seconds * RECEIVING.gigabytes * PRICES.perGigabyteSecond * MILLION +
    RECEIVING.readUnits * PRICES.perMillionReadUnits,
  logs: RECEIVING.gigabytesOfLogs * MILLION * PRICES.perGigabyteOfLogs,
});

export const toBill = (results: Results): Bill => {
  const { deliveries, chats } = results.measured.services;
  const perChat = deliveries / chats;
  const requests = Object.entries(requestLines(CHAT_BATCH)).map(([what, usd]) => ({ what, usd: usd * perChat }));
  const alone = oursIn(
    results.designs,
    ({ sqsBatch, streamBatch }) => sqsBatch === CHAT_BATCH && streamBatch === STREAM_BATCH,
  );
  const small = oursIn(
    results.services.toSorted((a, b) => b.integrations - a.integrations),
    ({ recorders, heartbeatsADay }) => recorders === RECORDERS && heartbeatsADay === 0,
  );
  const lambda = lambdaUsdPerMillion({
    invocations: perChat / CHAT_BATCH + 1 / STREAM_BATCH,
    cpuMicros: alone.cpuMicrosPerEvent * perChat,
  });
  const chatLines = [
    ...requests.map(({ what, usd }) => ({ what, busy: usd, small: usd })),
    { what: 'record-chats and tally-contacts', busy: lambda, small: lambda },
    {
      what: 'DynamoDB',
      busy: dynamoUsdPerMillion({ writeUnits: alone.writeUnitsPerChat, readUnits: alone.readUnitsPerChat }),
      small: small.dynamoUsdPerMillionChats,
    },
  ];
  return { fixed: FIXED, chats: chatLines, month: toMonth(results, chatLines, chats / deliveries) };
};

const toMonth = (results: Results, chatLines: readonly ChatLine[], chatsPerDelivery: number): readonly MonthLine[] => {
  const monitor = results.silenceChecks.find(({ integrations }) => integrations === INTEGRATIONS)?.usdPerMonth ?? 0;
  const heartbeats = (INTEGRATIONS * HEARTBEATS_A_DAY * DAYS_OF_A_MONTH) / MILLION;
  const chats = ((INTEGRATIONS * DELIVERIES_A_DAY * DAYS_OF_A_MONTH) / MILLION) * chatsPerDelivery;
  const ofHeartbeats = sumOf(Object.values(requestLines(HEARTBEAT_BATCH))) + dynamoUsdPerMillion(results.heartbeat);
  const ofChats = sumOf(chatLines.map(({ small }) => small));
  const fixed = sumOf(FIXED.map(({ usd }) => usd));
  return [
    { what: 'what is paid whatever comes, as above', idle: fixed, busy: fixed },
    { what: 'the monitor', idle: monitor, busy: monitor },
    {
      what: `heartbeats, ${HEARTBEATS_A_DAY} a day of each app: ${heartbeats.toFixed(1)} million`,
      idle: heartbeats * ofHeartbeats,
      busy: heartbeats * ofHeartbeats,
    },
    {
      what: `chats, ${count(DELIVERIES_A_DAY)} deliveries a day of each: ${chats.toFixed(0)} million`,
      idle: 0,
      busy: chats * ofChats,
    },
  ];
};

export const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const oursIn = <T extends DesignResult | ServiceResult>(rows: readonly T[], isMeant: (row: T) => boolean): T => {
  const row = rows.find((one) => one.isOurs && isMeant(one));
  if (!row) throw new Error('The benchmark holds no row for the bill.');
  return row;
};
