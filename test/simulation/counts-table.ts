/** The ContactCounts table in memory: ADD under a condition on the mark of one shard. */

import { type Contribution, MEASURES, type Measure } from '../../shared/domain/contributions.ts';
import type { ChatRef } from '../../shared/flows/chat-ledger.ts';
import type { ApplyOutcome, CountUpdate } from '../../shared/flows/tally-contacts.ts';
import type { Environment } from './environment.ts';
import type { World } from './world.ts';

export type Numbers = Readonly<Record<Measure, number>>;

/** Whether an update may be applied to an item with this mark. */
export type IsBehind = (mark: string | undefined, first: string) => boolean;

/** The store's primitive; the product's condition is one {@link IsBehind}, the wrong designs have others. */
export type UpdateCount = (update: CountUpdate, isBehind: IsBehind) => Promise<ApplyOutcome>;

export type CountsTable = {
  readonly port: (environment: Environment) => UpdateCount;
  /** By {@link placeKey}. */
  readonly all: () => ReadonlyMap<string, Numbers>;
  /** A chat contributes to these places from now on; `incarnation` tells a chat from itself before it was erased. */
  readonly watch: (ref: ChatRef, contributions: readonly Contribution[], incarnation: number) => void;
};

/** Not the product's own key: a count that lands in the wrong place must show. */
export const placeKey = (integrationId: string, place: { readonly hour: string; readonly queue: string }): string =>
  `${integrationId}/${place.hour}/${place.queue}`;

export const NO_NUMBERS: Numbers = {
  contacts: 0,
  contacts00: 0,
  contacts15: 0,
  contacts30: 0,
  contacts45: 0,
  arrivals: 0,
  arrivals00: 0,
  arrivals15: 0,
  arrivals30: 0,
  arrivals45: 0,
};

export const plus = (numbers: Numbers, measures: Readonly<Partial<Record<Measure, number>>>): Numbers => {
  const sum = { ...numbers };
  for (const measure of MEASURES) sum[measure] += measures[measure] ?? 0;
  return sum;
};

export const createCountsTable = (world: World): CountsTable => {
  const items = new Map<string, { readonly numbers: Numbers; readonly marks: ReadonlyMap<string, string> }>();
  const contributors = new Map<string, Set<string>>();

  /** No chat counts twice, at no moment; and nothing is taken away that was not there. */
  const check = (key: string, numbers: Numbers): void => {
    const most = contributors.get(key)?.size ?? 0;
    for (const measure of MEASURES) {
      const count = numbers[measure];
      if (count > most) world.fail(`${key}: ${measure} is ${count}, but only ${most} chats ever contributed`);
      if (count < 0) world.fail(`${key}: ${measure} is ${count}`);
    }
  };

  const apply = (update: CountUpdate, isBehind: IsBehind): ApplyOutcome => {
    const key = placeKey(update.integrationId, update);
    if (update.queue === world.faults.impossibleQueue) return { kind: 'impossible' };
    const { numbers, marks } = items.get(key) ?? { numbers: NO_NUMBERS, marks: new Map<string, string>() };
    const mark = marks.get(update.shardId);
    if (!isBehind(mark, update.first)) return { kind: 'mark_ahead', mark: mark ?? '' };
    const after = plus(numbers, update.measures);
    items.set(key, { numbers: after, marks: new Map([...marks, [update.shardId, update.last]]) });
    check(key, after);
    return { kind: 'applied' };
  };

  return {
    port:
      ({ call }) =>
      (update, isBehind) => {
        const { integrationId, measures, shardId, first, last } = update;
        const what = () =>
          `ADD ${placeKey(integrationId, update)} ${JSON.stringify(measures)} ${shardId} ${first}…${last}`;
        return call('counts', what, () => apply(update, isBehind));
      },
    all: () => new Map([...items].map(([key, { numbers }]) => [key, numbers])),
    watch: ({ integrationId, chatId }, contributions, incarnation) => {
      for (const contribution of contributions) {
        const key = placeKey(integrationId, contribution);
        const chats = contributors.get(key) ?? new Set();
        contributors.set(key, chats.add(`${chatId} ${incarnation}`));
      }
    },
  };
};
