/**
 * Writes down under which name each group was seen: one write a new pair, and none a chat. What could not be written goes
 * along with the next chat of the integration, and holds no message back; each chat of the group tells it again.
 */

import { LRUCache } from 'lru-cache';
import pMap from 'p-map';
import { type Deadline, UNHURRIED } from '../core/deadline.ts';
import type { GroupName, GroupNames } from '../counting/group-names.port.ts';
import { isEnd } from './event.ts';
import type { QueueMessage } from './queue-message.ts';

/** Never rejects, and ends in time. */
export type NoteGroups = (messages: readonly QueueMessage[], deadline?: Deadline) => Promise<void>;

type Ports = { readonly groupNames: GroupNames; readonly onError: (error: unknown) => void };

/** Of one integration; by the text of a pair. */
type Remembered = { readonly written: Set<string> | undefined; readonly pending: Map<string, GroupName> };

const MAX_REMEMBERED = 5_000;
const CONCURRENT_CALLS = 8;

export const createNoteGroups = ({ groupNames, onError }: Ports): NoteGroups => {
  const memory = new LRUCache<string, Remembered>({ maxSize: MAX_REMEMBERED, sizeCalculation: () => 1 });

  const noteOne = async (integrationId: string, seen: readonly GroupName[]): Promise<void> => {
    const remembered = memory.get(integrationId) ?? { written: undefined, pending: new Map() };
    memory.set(integrationId, remembered);
    const { pending } = remembered;
    for (const pair of seen) if (!remembered.written?.has(keyOf(pair))) pending.set(keyOf(pair), pair);
    if (pending.size === 0) return;
    const written = remembered.written ?? new Set((await groupNames.read(integrationId)).map(keyOf));
    memory.set(integrationId, { written, pending });
    for (const key of written) pending.delete(key);
    const fresh = [...pending];
    if (fresh.length === 0) return;
    await groupNames.add(
      integrationId,
      fresh.map(([, pair]) => pair),
    );
    for (const [key] of fresh) {
      written.add(key);
      pending.delete(key);
    }
  };

  return async (messages, { hasTime, expiry } = UNHURRIED) => {
    let isStoreDown = false;
    const work = pMap(
      pairsByIntegration(messages),
      async ([integrationId, pairs]) => {
        // A store that hangs would hang for each of them.
        if (isStoreDown || !hasTime()) return;
        try {
          await noteOne(integrationId, pairs);
        } catch (error) {
          onError(error);
          isStoreDown = true;
        }
      },
      { concurrency: CONCURRENT_CALLS },
    );
    await Promise.race([work, expiry]);
  };
};

const keyOf = ({ name, groupId }: GroupName): string => `${groupId}\n${name}`;

const pairsByIntegration = (messages: readonly QueueMessage[]): ReadonlyMap<string, readonly GroupName[]> => {
  const found = new Map<string, GroupName[]>();
  for (const message of messages) {
    if (message.kind !== 'events') continue;
    for (const event of message.events.filter(isEnd)) {
      const { group } = event.chat;
      if (group?.id === undefined) continue;
      const pairs = found.get(message.integrationId) ?? [];
      pairs.push({ name: group.name, groupId: group.id });
      found.set(message.integrationId, pairs);
    }
  }
  return found;
};
