/** The ContactCounts table in memory: counts are read, and written back where their version still stands. */

import { isDeepStrictEqual } from 'node:util';
import type { ChatRef } from '../../shared/counting/chat-ledger.port.ts';
import { type ContactCount, type CountPlace, placeKey as storeKey } from '../../shared/counting/contact-count.ts';
import {
  type CountStore,
  type CountWrite,
  type CountWriteOutcome,
  READ_LIMIT,
  type StoredCount,
  versionAfter,
  WRITE_LIMIT,
} from '../../shared/counting/contact-counts.port.ts';
import { type Contribution, MEASURES, type Measure, type Measures } from '../../shared/counting/contributions.ts';
import type { AddOutcome, Drift, Recount } from '../../shared/counting/recount.ts';
import type { Environment } from './environment.ts';
import type { World } from './world.ts';

export type Numbers = Readonly<Record<Measure, number>>;

export type CountsPort = CountStore & {
  /** Only wrong designs add blindly. */
  readonly add: (integrationId: string, contribution: Contribution) => Promise<void>;
};

export type CountsTable = {
  readonly port: (environment: Environment) => CountsPort;
  readonly stored: (integrationId: string) => readonly StoredCount[];
  /** By hand: numbers and marks go. Answers which. */
  readonly emptySome: (integrationId: string) => string | undefined;
  /** What a recount adds, under the condition of the real one. */
  readonly addDrift: (drift: Drift, recount: Recount) => AddOutcome;
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

export const plus = (numbers: Numbers, measures: Measures): Numbers => {
  const sum = { ...numbers };
  for (const measure of MEASURES) sum[measure] += measures[measure] ?? 0;
  return sum;
};

export const createCountsTable = (world: World): CountsTable => {
  const items = new Map<string, StoredCount>();
  const contributors = new Map<string, Set<string>>();
  /** Emptied by hand, and not recounted: a chat may leave what is not there any more. */
  const spoiled = new Set<string>();

  /** No chat counts twice, at no moment; and nothing is taken away that was not there. */
  const check = (key: string, numbers: Numbers): void => {
    const most = contributors.get(key)?.size ?? 0;
    for (const measure of MEASURES) {
      const count = numbers[measure];
      if (count > most) world.fail(`${key}: ${measure} is ${count}, but only ${most} chats ever contributed`);
      if (count < 0 && !spoiled.has(key)) world.fail(`${key}: ${measure} is ${count}`);
    }
  };

  const put = (count: ContactCount, version: number): void => {
    items.set(keyOf(count), { ...count, version });
    check(keyOf(count), plus(NO_NUMBERS, count.measures));
  };

  const apply = (write: CountWrite): CountWriteOutcome => {
    if (world.strikes(world.faults.throttling)) return 'unavailable';
    const { count, replaces, shardId } = write;
    if (count.queue === world.faults.impossibleQueue) return 'impossible';
    const current = items.get(keyOf(count));
    if (current?.version !== replaces) return 'overtaken';
    // The statement sets one mark, and leaves those of other shards alone.
    const marks = { ...current?.marks, [shardId]: count.marks[shardId] ?? '' };
    put({ ...count, marks }, versionAfter(write));
    return 'written';
  };

  const refuseUnless = (isFine: boolean, what: string): void => {
    if (!isFine) world.fail(`the store refuses ${what}`);
  };

  const port = ({ call }: Environment): CountsPort => ({
    read: (places) => {
      refuseUnless(places.length <= READ_LIMIT && areDifferent(places), 'a READ of too much or of twice');
      return call(
        'counts',
        () => `READ ${places.map(keyOf).join(' ')}`,
        () =>
          new Map(
            places.flatMap((place) => {
              const count = items.get(keyOf(place));
              return count ? [[storeKey(place), count] as const] : [];
            }),
          ),
      );
    },
    write: (writes) => {
      const places = writes.map(({ count }) => count);
      refuseUnless(writes.length <= WRITE_LIMIT && areDifferent(places), 'a WRITE of too much or of twice');
      return call(
        'counts',
        () => `WRITE ${writes.map(shown).join(' ')}`,
        () => writes.map(apply),
      );
    },
    add: (integrationId, { hour, queue, measures }) => {
      const place = { integrationId, hour, queue };
      const what = () => `ADD ${keyOf(place)} ${JSON.stringify(measures)}`;
      return call('counts', what, () => {
        const count = items.get(keyOf(place)) ?? { ...place, measures: {}, marks: {}, version: 0 };
        put({ ...count, measures: plus(plus(NO_NUMBERS, count.measures), measures) }, count.version + 1);
      });
    },
  });

  return {
    port,
    stored: (integrationId) => [...items.values()].filter((count) => count.integrationId === integrationId),
    emptySome: (integrationId) => {
      const keys = [...items].flatMap(([key, count]) => (count.integrationId === integrationId ? [key] : []));
      const [key] = world.random.shuffled(keys);
      const count = items.get(key ?? '');
      if (key === undefined || !count) return undefined;
      items.set(key, { ...count, measures: {}, marks: {}, version: count.version + 1 });
      spoiled.add(key);
      return key;
    },
    addDrift: ({ integrationId, hour, queue, measures, counted }, { recountedUntil }) => {
      const place = { integrationId, hour, queue };
      const count = items.get(keyOf(place)) ?? { ...place, measures: {}, marks: {}, version: 0 };
      const seen = plus(NO_NUMBERS, counted);
      if (!isDeepStrictEqual(plus(NO_NUMBERS, count.measures), seen)) return 'moved';
      spoiled.delete(keyOf(place));
      put({ ...count, measures: plus(seen, measures), recountedUntil }, count.version + 1);
      return 'added';
    },
    all: () => new Map([...items].map(([key, { measures }]) => [key, plus(NO_NUMBERS, measures)])),
    watch: ({ integrationId, chatId }, contributions, incarnation) => {
      for (const contribution of contributions) {
        const key = placeKey(integrationId, contribution);
        const chats = contributors.get(key) ?? new Set();
        contributors.set(key, chats.add(`${chatId} ${incarnation}`));
      }
    },
  };
};

const keyOf = (place: CountPlace): string => placeKey(place.integrationId, place);

const areDifferent = (places: readonly CountPlace[]): boolean => new Set(places.map(keyOf)).size === places.length;

const shown = ({ count, shardId, replaces }: CountWrite): string =>
  `${keyOf(count)} ${JSON.stringify(count.measures)} ${shardId} …${count.marks[shardId]} if version ${replaces ?? 'none'}`;
