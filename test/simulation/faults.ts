/** What may go wrong in one history. Every fault has its own probability per seed, and any of them may meet. */

import type { Random } from './random.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const TABLES = ['chats', 'counts', 'integrations', 'keys'] as const;
export type Table = (typeof TABLES)[number];

type Interval = { readonly from: number; readonly to: number };

/** Probabilities per occasion, unless the name has a unit. */
export type Faults = {
  // Calls
  readonly lostRequest: number;
  readonly lostAnswer: number;
  readonly throttling: number;
  readonly crash: number;
  readonly slowCall: number;
  /** What the SDK does by itself. */
  readonly attempts: number;
  // The events queue
  readonly duplicateDelivery: number;
  readonly lostDeletion: number;
  readonly badMessages: number;
  readonly visibilitySeconds: number;
  readonly pollers: number;
  readonly queueBatchSize: number;
  /** Whether a worker that hangs is stopped; if not, it goes on after its messages are visible again. */
  readonly hasTimeouts: boolean;
  readonly previousSchema: boolean;
  /** Two POSTs of a hundred chats each, for the limits of the batch calls. */
  readonly bigPosts: boolean;
  // The ledger's stream
  readonly shards: number;
  readonly streamBatchSize: number;
  readonly repeat: number;
  readonly recut: number;
  readonly strayRepeat: number;
  readonly overlap: number;
  readonly split: number;
  readonly emptyWindow: number;
  readonly hasFilter: boolean;
  /** A hand at the table writes items that are no chats. */
  readonly unreadableRecords: number;
  /** The store will never take a count of this queue. */
  readonly impossibleQueue: string | undefined;
  /** Digits of the first sequence number. */
  readonly digits: number;
  // Once in a history, when set
  readonly storeOutage: (Interval & { readonly tables: readonly Table[] }) | undefined;
  /** Nothing else fails then, and the pauses between the receives must carry every message over. */
  readonly isOutageOnly: boolean;
  /** record-chats throws at everything, until messages are in the dead-letter queue. */
  readonly brokenDeploys: readonly Interval[];
  readonly redrives: readonly number[];
  readonly rulesChangeAt: number | undefined;
  readonly erasureAt: number | undefined;
  /** A count is emptied by hand, and its integration recounted. */
  readonly recountAt: number | undefined;
  /** From here on nothing goes wrong any more, so that the history comes to rest. */
  readonly calmAt: number;
};

/** The senders' part of a history lies in the first of these. */
export const SENDING_MS = 40 * MINUTE_MS;

export const drawFaults = (random: Random, start: number): Faults => {
  /** A third of the seeds do without a given fault, so that each is also seen alone. */
  const upTo = (highest: number): number => (random.chance(0.35) ? 0 : random.next() * highest);
  const sometime = (): number => start + random.int(0, SENDING_MS);
  const redrives = random.chance(0.06) ? [start + 13 * DAY_MS, start + 26 * DAY_MS] : [];
  const outageAt = sometime();
  const tables = random.pick([TABLES, ['counts'], ['chats'], ['integrations', 'keys']]);
  const storeOutage = random.chance(0.1) ? { from: outageAt, to: outageAt + 3 * HOUR_MS, tables } : undefined;
  const isOutageOnly = storeOutage !== undefined && random.chance(0.5);
  const unlessOutageOnly = (probability: number): number => (isOutageOnly ? 0 : probability);
  const erasureAt = random.chance(0.2) ? sometime() : undefined;
  return {
    lostRequest: unlessOutageOnly(upTo(0.12)),
    lostAnswer: unlessOutageOnly(upTo(0.12)),
    throttling: unlessOutageOnly(upTo(0.12)),
    crash: unlessOutageOnly(upTo(0.03)),
    slowCall: unlessOutageOnly(upTo(0.05)),
    attempts: random.int(1, 3),
    duplicateDelivery: unlessOutageOnly(upTo(0.2)),
    lostDeletion: upTo(0.2),
    badMessages: random.chance(0.3) ? random.int(1, 4) : 0,
    visibilitySeconds: random.pick([181, 181, 20]),
    pollers: random.int(1, 4),
    queueBatchSize: random.pick([1, 3, 10, 100]),
    hasTimeouts: random.chance(0.7),
    previousSchema: random.chance(0.3),
    bigPosts: random.chance(0.02),
    shards: random.pick([1, 1, 2, 5]),
    streamBatchSize: random.pick([1, 3, 8, 100]),
    repeat: upTo(0.3),
    recut: upTo(0.8),
    strayRepeat: upTo(0.3),
    overlap: upTo(0.3),
    split: upTo(0.05),
    emptyWindow: upTo(0.15),
    hasFilter: random.chance(0.5),
    unreadableRecords: random.chance(0.1) ? random.int(1, 3) : 0,
    impossibleQueue: random.chance(0.04) ? 'Sales' : undefined,
    digits: random.int(1, 39),
    storeOutage,
    isOutageOnly,
    brokenDeploys:
      redrives.length === 0 ? [] : [start, start + 13 * DAY_MS].map((from) => ({ from, to: from + 6 * HOUR_MS })),
    redrives,
    rulesChangeAt: random.chance(0.15) ? sometime() : undefined,
    erasureAt,
    // What is erased is not in the ledger any more, and would be taken away.
    recountAt: erasureAt === undefined && redrives.length === 0 && random.chance(0.25) ? sometime() : undefined,
    calmAt: Math.max(start + 2 * HOUR_MS, (storeOutage?.to ?? 0) + HOUR_MS, ...redrives.map((at) => at + HOUR_MS)),
  };
};
