/**
 * What AWS charges, in US dollars, us-east-1, without free tiers: list prices as known on the date below, DynamoDB's
 * and Lambda's confirmed by articles of the last two years. The authority is AWS; look there before a decision hangs on a cent:
 * https://aws.amazon.com/dynamodb/pricing/on-demand/, https://aws.amazon.com/lambda/pricing/ (arm64),
 * https://aws.amazon.com/sqs/pricing/ and https://aws.amazon.com/eventbridge/pricing/ (Scheduler). Update the date with the figures.
 */

export const PRICES = {
  date: '2026-11-22',
  region: 'us-east-1',
  perMillionWriteUnits: 0.625,
  perMillionReadUnits: 0.125,
  perMillionInvocations: 0.2,
  perGigabyteSecond: 0.0000133334,
  perMillionQueueRequests: 0.4,
  perMillionSchedules: 1,
} as const;

/** At this size a function has one whole processor. */
const GIGABYTES_OF_ONE_CPU = 1_769 / 1_024;

/** The event source mapping receives and deletes at most so many messages in a request. */
const MOST_MESSAGES_OF_A_QUEUE_REQUEST = 10;

/** All per chat. */
export type Billable = {
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly invocations: number;
  readonly cpuMicros: number;
  readonly deliveries: number;
  readonly sqsBatch: number;
};

/** Lambda's time is the CPU time measured here: how long a function waits is the network's, and favours fewer calls. */
export const usdPerMillionChats = (chat: Billable): number => {
  const queueRequests = chat.deliveries * (1 + 2 / Math.min(chat.sqsBatch, MOST_MESSAGES_OF_A_QUEUE_REQUEST));
  return (
    dynamoUsdPerMillion(chat) +
    chat.invocations * PRICES.perMillionInvocations +
    queueRequests * PRICES.perMillionQueueRequests +
    chat.cpuMicros * GIGABYTES_OF_ONE_CPU * PRICES.perGigabyteSecond
  );
};

/** DynamoDB alone, for whatever so many units are per. */
export const dynamoUsdPerMillion = (of: { readonly writeUnits: number; readonly readUnits: number }): number =>
  of.writeUnits * PRICES.perMillionWriteUnits + of.readUnits * PRICES.perMillionReadUnits;

/** All per run of the monitor, but the runs. */
export type BillableRun = {
  readonly writeUnitsPerRun: number;
  readonly readUnitsPerRun: number;
  readonly messagesPerRun: number;
  readonly cpuMicrosPerRun: number;
  readonly runsPerMonth: number;
};

/** A run is started by the schedule, and is one invocation. */
export const usdPerMonthOfRuns = (run: BillableRun): number => {
  const usdPerMillionRuns =
    run.writeUnitsPerRun * PRICES.perMillionWriteUnits +
    run.readUnitsPerRun * PRICES.perMillionReadUnits +
    run.messagesPerRun * PRICES.perMillionQueueRequests +
    PRICES.perMillionInvocations +
    PRICES.perMillionSchedules +
    run.cpuMicrosPerRun * GIGABYTES_OF_ONE_CPU * PRICES.perGigabyteSecond;
  return (usdPerMillionRuns / 1_000_000) * run.runsPerMonth;
};
