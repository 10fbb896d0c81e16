/**
 * Writes down under which name each group was seen: one read and one write a new pair, and none a chat. What could not be written goes
 * along with the next chat of the integration, and holds no message back; each chat of the group tells it again.
 */

import { LRUCache } from 'lru-cache';
import pMap from 'p-map';
import { type Deadline, UNHURRIED } from '../core/deadline.ts';
import { inChunks } from '../core/in-chunks.ts';
import { type GroupName, type GroupNames, MOST_PAIRS, READ_LIMIT } from '../counting/group-names.port.ts';
import { isEnd } from './event.ts';
import type { QueueMessage } from './queue-message.ts';

/** Never rejects, and ends in time. */
export type NoteGroups = (messages: readonly QueueMessage[], deadline?: Deadline) => Promise<void>;

type Ports = { readonly groupNames: GroupNames; readonly onError: (error: unknown) => void };

/** Of one integration; by the text of a pair. */
type Remembered = { readonly written: ReadonlySet<string>; readonly pending: ReadonlyMap<string, GroupName> };

const MAX_REMEMBERED = 10_000;
const CONCURRENT_CALLS = 8;
const NOTHING: Remembered = { written: new Set(), pending: new Map() };

export const createNoteGroups = ({ groupNames, onError }: Ports): NoteGroups => {
  const memory = new LRUCache<string, Remembered>({ maxSize: MAX_REMEMBERED, sizeCalculation: () => 1 });

  /** Whether there are pairs that this process has not seen written. */
  const hasNews = ([integrationId, seen]: readonly [string, readonly GroupName[]]): boolean => {
    const { written, pending: before } = memory.get(integrationId) ?? NOTHING;
    const fresh = seen.filter((pair) => !written.has(keyOf(pair)));
    const pending = new Map([...before, ...fresh.map((pair) => [keyOf(pair), pair] as const)]);
    memory.set(integrationId, { written, pending });
    return pending.size > 0;
  };

  const learn = (integrationId: string, pairs: readonly GroupName[]): Remembered => {
    const known = memory.get(integrationId) ?? NOTHING;
    const written = new Set([...known.written, ...pairs.map(keyOf)]);
    const learned = { written, pending: new Map([...known.pending].filter(([key]) => !written.has(key))) };
    memory.set(integrationId, learned);
    return learned;
  };

  return async (messages, { hasTime, expiry } = UNHURRIED) => {
    let isStoreDown = false;
    /** A store that hangs would hang for each of them. */
    const attempt = async (work: () => Promise<void>): Promise<void> => {
      if (isStoreDown || !hasTime()) return;
      try {
        await work();
      } catch (error) {
        onError(error);
        isStoreDown = true;
      }
    };
    const addTo = (integrationId: string, { pending }: Remembered) =>
      attempt(async () => {
        const pairs = [...pending.values()];
        await groupNames.add(integrationId, pairs);
        learn(integrationId, pairs);
      });
    // Other recorders write as well: a read costs a tenth of a write that adds nothing.
    const noteSome = (integrationIds: readonly string[]) =>
      attempt(async () => {
        const found = await groupNames.readMany(integrationIds);
        const learned = integrationIds.map((id) => [id, learn(id, found.get(id) ?? [])] as const);
        await pMap(
          // A full item takes none, and a write that it refuses costs as much as its bytes.
          learned.filter(([, { pending, written }]) => pending.size > 0 && written.size < MOST_PAIRS),
          ([id, remembered]) => addTo(id, remembered),
          { concurrency: CONCURRENT_CALLS },
        );
      });
    const ids = [...pairsByIntegration(messages)].filter(hasNews).map(([integrationId]) => integrationId);
    const work = inChunks(
      ids,
      READ_LIMIT,
      async (chunk) => {
        await noteSome(chunk);
        return [];
      },
      1,
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
