/** The contact counts in memory: one conditional update an item, with a mark per shard, as the table applies it. */

import { addMeasures, countKey, type Measures } from '../../../shared/domain/contributions.ts';
import type { ApplyToCount, CountUpdate } from '../../../shared/flows/tally-contacts.ts';
import { createOutage, type Outage } from './outage.ts';

export type CountItem = {
  readonly integrationId: string;
  readonly hour: string;
  readonly queue: string;
  readonly groupId?: string;
  readonly measures: Measures;
  readonly marks: Readonly<Record<string, string>>;
};

export type FakeContactCounts = {
  readonly applyToCount: ApplyToCount;
  readonly items: () => readonly CountItem[];
  readonly updates: readonly CountUpdate[];
  readonly outage: Outage;
  /** The store will never take updates of this queue. */
  readonly refuseQueue: (queue: string) => void;
};

export const createFakeContactCounts = (): FakeContactCounts => {
  const items = new Map<string, CountItem>();
  const updates: CountUpdate[] = [];
  const refused = new Set<string>();
  const outage = createOutage();
  return {
    items: () => [...items.values()],
    updates,
    outage,
    refuseQueue: (queue) => {
      refused.add(queue);
    },
    applyToCount: (update) =>
      outage.during(() => {
        updates.push(update);
        if (refused.has(update.queue)) return { kind: 'impossible' };
        const { integrationId, hour, queue, groupId, measures, shardId, first, last } = update;
        const key = `${integrationId}\n${countKey(update)}`;
        const known = items.get(key);
        const mark = known?.marks[shardId];
        if (mark !== undefined && mark >= first) return { kind: 'mark_ahead', mark };
        items.set(key, {
          ...(known ?? { integrationId, hour, queue }),
          ...(groupId !== undefined && { groupId }),
          measures: addMeasures(known?.measures ?? {}, measures),
          marks: { ...known?.marks, [shardId]: last },
        });
        return { kind: 'applied' };
      }),
  };
};
