/**
 * One hour of counts under writers whose clocks differ by a minute, whose writes are visible up to two minutes after
 * their stamp; and a reader who takes the hour once when it may be final, and afterwards reads only what the API says
 * has changed. Each question meets a server with a clock of its own.
 */

import { NO_CLAIMS } from '../../shared/completeness/claims.ts';
import { isCorrection } from '../../shared/counting/correction.ts';
import { firstPlace, toChangesCursor } from '../../shared/reading/changes-cursor.ts';
import { createReadChanges } from '../../shared/reading/read-changes.ts';
import type { CorrectionPlace, PageOfCorrections } from '../../shared/reading/reading.port.ts';
import { createRandom } from './random.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = '2026-11-22T09:00:00Z';
const END = Date.parse('2026-11-22T10:00:00Z');
const INTEGRATION = 'acme.1';
/** Small, so that pages end amid counts of one instant. */
const PAGE = 10;

export type FeedRules = {
  readonly isCorrection: typeof isCorrection;
  readonly firstPlace: (now: number) => CorrectionPlace;
  /** How much later than it is a server takes it to be: what it holds back is less by that. */
  readonly serverAheadMs: number;
};

export const FEED_RULES: FeedRules = { isCorrection, firstPlace, serverAheadMs: 0 };

type Stored = { contacts: number; correctedAt?: number };

/** Whether the reader's counts are the table's in the end. */
export const endsEqual = async (seed: number, rules: FeedRules = FEED_RULES): Promise<boolean> => {
  const random = createRandom(seed);
  const between = (low: number, high: number): number => low + random.next() * (high - low);
  const skew = (): number => between(-MINUTE, MINUTE);

  const table = new Map<string, Stored>();
  const writes = Array.from({ length: 12 }, () => {
    const at = END + between(10 * MINUTE, 150 * MINUTE);
    // Sometimes one batch of the tally changes many counts at one instant.
    const queues = random.chance(0.2) ? 40 : 1;
    return { stamp: Math.floor(at + skew()), visibleAt: at + between(0, 2 * MINUTE), queues, first: random.int(0, 3) };
  }).toSorted((a, b) => a.visibleAt - b.visibleAt);
  const playUntil = (time: number): void => {
    for (let write = writes[0]; write && write.visibleAt <= time; write = writes[0]) {
      writes.shift();
      for (let queue = write.first; queue < write.first + write.queues; queue += 1) {
        const before = table.get(`q${queue}`) ?? { contacts: 0 };
        const contacts = before.contacts + 1;
        const isTold = rules.isCorrection(HOUR, { contacts: before.contacts }, { contacts }, write.stamp);
        table.set(`q${queue}`, { ...before, contacts, ...(isTold && { correctedAt: write.stamp }) });
      }
    }
  };

  const pageOfCorrections: PageOfCorrections = async (_, after, until) => {
    const found = [...table]
      .flatMap(([queue, { contacts, correctedAt }]) =>
        correctedAt === undefined ? [] : [{ queue, contacts, correctedAt }],
      )
      .filter(({ queue, correctedAt }) => correctedAt <= until && isBehind(after, correctedAt, `${HOUR}#${queue}`))
      .toSorted((a, b) => a.correctedAt - b.correctedAt || (a.queue < b.queue ? -1 : 1));
    const corrections = found.slice(0, PAGE).map((one) => ({ ...one, hour: Date.parse(HOUR), arrivals: 0 }));
    const last = corrections.at(-1);
    const hasMore = found.length > PAGE && last !== undefined;
    return { corrections, ...(hasMore && { next: { at: last.correctedAt, hourQueue: `${HOUR}#${last.queue}` } }) };
  };

  // The reader takes the hour when it may be final at the earliest.
  let time = END + 30 * MINUTE + between(0, MINUTE);
  playUntil(time);
  const known = new Map([...table].map(([queue, { contacts }]) => [queue, contacts]));
  let cursor = toChangesCursor(INTEGRATION, rules.firstPlace(time + skew()));
  let serverTime = time;
  const readChanges = createReadChanges({
    findCompleteness: async () => ({ completeness: { claims: NO_CLAIMS, holes: [] }, outages: [] }),
    pageOfCorrections,
    clock: () => serverTime,
  });
  for (; time < END + 220 * MINUTE; time += between(5 * SECOND, 200 * SECOND)) {
    playUntil(time);
    serverTime = time + skew() + rules.serverAheadMs;
    const outcome = await readChanges(INTEGRATION, cursor);
    if (outcome.kind !== 'read') return false;
    for (const { queue, contacts } of outcome.answer.changed) known.set(queue, contacts);
    cursor = toChangesCursor(INTEGRATION, outcome.answer.place);
  }
  playUntil(Number.POSITIVE_INFINITY);
  return [...table].every(([queue, { contacts }]) => known.get(queue) === contacts);
};

const isBehind = ({ at, hourQueue }: CorrectionPlace, correctedAt: number, key: string): boolean =>
  correctedAt > at || (correctedAt === at && hourQueue !== undefined && key > hourQueue);
