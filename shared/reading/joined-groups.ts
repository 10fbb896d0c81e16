/**
 * A Freshchat group that was renamed leaves two queues: the counts keep the name that the group had when the chat was
 * resolved. The ids behind the names join them again. A name that two groups bear is ambiguous and is never joined.
 */

import type { Series } from './columns.ts';

/** A group was seen under this name. */
type GroupName = { readonly name: string; readonly groupId: string };

export type NamesOfGroups = {
  readonly groupIdsOf: (queue: string) => readonly string[];
  readonly isAmbiguous: (queue: string) => boolean;
  /** The other names of the one group behind this name. */
  readonly otherNamesOf: (queue: string) => readonly string[];
};

export const createNamesOfGroups = (pairs: readonly GroupName[]): NamesOfGroups => {
  const idsOf = listsOf(pairs.map(({ name, groupId }) => [name, groupId]));
  const namesOf = listsOf(pairs.map(({ name, groupId }) => [groupId, name]));
  const groupIdsOf = (queue: string) => idsOf.get(queue) ?? [];
  const isAmbiguous = (queue: string) => groupIdsOf(queue).length > 1;
  return {
    groupIdsOf,
    isAmbiguous,
    otherNamesOf: (queue) => {
      const [id, second] = groupIdsOf(queue);
      if (id === undefined || second !== undefined) return [];
      return (namesOf.get(id) ?? []).filter((name) => name !== queue && !isAmbiguous(name));
    },
  };
};

const listsOf = (entries: readonly (readonly [string, string])[]): ReadonlyMap<string, readonly string[]> => {
  const sets = new Map<string, Set<string>>();
  for (const [key, value] of entries) sets.set(key, (sets.get(key) ?? new Set()).add(value));
  return new Map([...sets].map(([key, values]) => [key, [...values].toSorted()]));
};

export type JoinedSeries = Series & { readonly names: readonly string[] };

/** The queues of one group as one, under the name that was counted last. */
export const joinGroups = (series: readonly Series[], names: NamesOfGroups): readonly JoinedSeries[] => {
  const groups = Map.groupBy(series, ({ queue }) => [queue, ...names.otherNamesOf(queue)].toSorted().join('\n'));
  return [...groups.values()].map(joinOne).toSorted((a, b) => (a.queue < b.queue ? -1 : 1));
};

const joinOne = (series: readonly Series[]): JoinedSeries => {
  const [newest] = series.toSorted((a, b) => lastCounted(b) - lastCounted(a) || (a.queue < b.queue ? 1 : -1));
  const intervals = newest?.counted.length ?? 0;
  const counted = Array.from({ length: intervals }, (_, index) =>
    series.reduce((sum, one) => sum + (one.counted[index] ?? 0), 0),
  );
  return { queue: newest?.queue ?? '', counted, names: series.map(({ queue }) => queue).toSorted() };
};

const lastCounted = ({ counted }: Series): number => counted.findLastIndex((count) => count !== 0);
