/**
 * docs/counting-rules.md, rules 3, 5 and 6: what a chat adds to the contact counts. `contacts` in the hour of its first terminal event,
 * `arrivals` in the hour of its creation, each also in the quarter.
 *
 * The ledger stores a chat's contributions beside the chat, and the tally applies *stored after − stored before*: it
 * never recomputes, so a change of these rules cannot corrupt counts that were made under the old ones.
 */

import { hourOf, isSameHour, quarterOf } from '../core/hour.ts';
import type { Instant } from '../core/instant.ts';
import { type Chat, endOf } from './chat.ts';
import { countedGroup, UNDEFINED_QUEUE } from './source-queue.ts';

/** The numbers that a contact count holds; `contacts` is the sum of its quarters, `arrivals` too. */
export const MEASURES = [
  'contacts',
  'contacts00',
  'contacts15',
  'contacts30',
  'contacts45',
  'arrivals',
  'arrivals00',
  'arrivals15',
  'arrivals30',
  'arrivals45',
] as const;

export type Measure = (typeof MEASURES)[number];

/** An absent measure is 0. */
export type Measures = Readonly<Partial<Record<Measure, number>>>;

/** What one chat adds to one contact count. */
export type Contribution = {
  readonly hour: string;
  readonly queue: string;
  readonly measures: Measures;
};

/** `<hour>#<queue>`: the hour has a fixed length, so every queue name is safe. */
export const countKey = ({ hour, queue }: { readonly hour: string; readonly queue: string }): string =>
  `${hour}#${queue}`;

/** One entry, or two when the chat was created in another hour than it ended in. */
export const contributionsOf = (chat: Chat): readonly Contribution[] => {
  const end = endOf(chat);
  // docs/counting-rules.md, rule 3: a creation after the end is no creation; the chat arrived, at the latest, when it ended.
  const arrival = Math.min(chat.createdAt ?? end, end);
  const group = countedGroup(chat);
  const at = (instant: Instant, measures: Measures): Contribution => ({
    hour: hourOf(instant),
    queue: group?.name ?? UNDEFINED_QUEUE,
    measures,
  });
  const contacts: Measures = { contacts: 1, [`contacts${quarterOf(end)}`]: 1 };
  const arrivals: Measures = { arrivals: 1, [`arrivals${quarterOf(arrival)}`]: 1 };
  return isSameHour(end, arrival)
    ? [at(end, { ...contacts, ...arrivals })]
    : [at(end, contacts), at(arrival, arrivals)];
};

/** Place by place and measure by measure; at most one entry a place. */
export const sumOf = (contributions: readonly Contribution[]): readonly Contribution[] => {
  const sums = new Map<string, Contribution>();
  for (const contribution of contributions) {
    const key = countKey(contribution);
    const known = sums.get(key);
    sums.set(key, known ? { ...known, measures: addMeasures(known.measures, contribution.measures) } : contribution);
  }
  return [...sums.values()];
};

/** `after − before`, without the places and the measures that did not change. */
export const differenceOf = (
  after: readonly Contribution[],
  before: readonly Contribution[],
): readonly Contribution[] =>
  sumOf([...after, ...before.map(negated)]).flatMap((contribution) => {
    const measures = mapMeasures((name) => contribution.measures[name] ?? 0);
    return Object.keys(measures).length === 0 ? [] : [{ ...contribution, measures }];
  });

export const addMeasures = (a: Measures, b: Measures): Measures =>
  mapMeasures((name) => (a[name] ?? 0) + (b[name] ?? 0));

const negated = (contribution: Contribution): Contribution => ({
  ...contribution,
  measures: mapMeasures((name) => -(contribution.measures[name] ?? 0)),
});

/** Those that are not zero; filled in place, because every event and every change of the ledger comes by here. */
const mapMeasures = (numberOf: (measure: Measure) => number): Measures => {
  const measures: Partial<Record<Measure, number>> = {};
  for (const measure of MEASURES) {
    const number = numberOf(measure);
    if (number !== 0) measures[measure] = number;
  }
  return measures;
};
