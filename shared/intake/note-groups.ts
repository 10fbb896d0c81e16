/**
 * Writes down under which name each group was seen: the first names of an integration at once, later ones together, at
 * most once in two hours. None of it is urgent: a name matters when a group is renamed. What is not written yet goes along
 * with a later chat of the integration, and holds no message back; each chat of the group tells it again.
 */

import pMap from 'p-map';
import { createBoundedMemory } from '../core/bounded-memory.ts';
import { type Deadline, UNHURRIED } from '../core/deadline.ts';
import { inChunks } from '../core/in-chunks.ts';
import type { Instant } from '../core/instant.ts';
import { type GroupName, type GroupNames, MOST_PAIRS, READ_LIMIT } from '../counting/group-names.port.ts';
import type { EndEvent } from '../counting/terminal-event.ts';
import { isEnd } from './event.ts';
import type { QueueMessage } from './queue-message.ts';

/** Never rejects, and ends in time. */
export type NoteGroups = (messages: readonly QueueMessage[], deadline?: Deadline) => Promise<void>;

type Ports = { readonly groupNames: GroupNames; readonly onError: (error: unknown) => void };

/** Of one integration; by the text of a pair. */
type Remembered = {
  readonly written: ReadonlySet<string>;
  readonly pending: ReadonlyMap<string, GroupName>;
  readonly quietUntil: Instant;
};

type Sighting = { readonly integrationId: string; readonly seenAt: Instant; readonly pairs: readonly GroupName[] };

/** An item of twenty names costs two write units; a small integration meets most of its groups within some hours. */
export const GROUPS_EVERY_MS = 2 * 60 * 60_000;
const CONCURRENT_CALLS = 8;
const NOTHING: Remembered = { written: new Set(), pending: new Map(), quietUntil: Number.NEGATIVE_INFINITY };

export const createNoteGroups = ({ groupNames, onError }: Ports): NoteGroups => {
  const memory = createBoundedMemory<Remembered>();

  /** Whether there are pairs that this process has not seen written, and it is time to. */
  const isPerhapsDue = ({ integrationId, seenAt, pairs }: Sighting): boolean => {
    const { written, pending: before, quietUntil } = memory.get(integrationId) ?? NOTHING;
    const fresh = pairs.filter((pair) => !written.has(keyOf(pair)));
    const pending = new Map([...before, ...fresh.map((pair) => [keyOf(pair), pair] as const)]);
    memory.set(integrationId, { written, pending, quietUntil });
    return pending.size > 0 && seenAt >= quietUntil;
  };

  const learn = (integrationId: string, pairs: readonly GroupName[], quietUntil: Instant): Remembered => {
    const known = memory.get(integrationId) ?? NOTHING;
    const written = new Set([...known.written, ...pairs.map(keyOf)]);
    const pending = new Map([...known.pending].filter(([key]) => !written.has(key)));
    const learned = { written, pending, quietUntil };
    memory.set(integrationId, learned);
    return learned;
  };

  /** Other recorders write as well: a read costs a tenth of a write that adds nothing. */
  const look = async (sightings: readonly Sighting[]): Promise<readonly Sighting[]> => {
    const found = await groupNames.readMany(sightings.map(({ integrationId }) => integrationId));
    return sightings.flatMap(({ integrationId, seenAt }) => {
      const { pairs, notedAt = Number.NEGATIVE_INFINITY } = found.get(integrationId) ?? { pairs: [] };
      // A full item takes none, and a write that it refuses costs as much as its bytes.
      const quietUntil = (pairs.length < MOST_PAIRS ? notedAt : seenAt) + GROUPS_EVERY_MS;
      const { pending } = learn(integrationId, pairs, quietUntil);
      return pending.size > 0 && seenAt >= quietUntil ? [{ integrationId, seenAt, pairs: [...pending.values()] }] : [];
    });
  };

  return async (messages, { hasTime, expiry } = UNHURRIED) => {
    let isStoreDown = false;
    const add = async ({ integrationId, seenAt, pairs }: Sighting): Promise<void> => {
      // A store that hangs would hang for each of them.
      if (isStoreDown || !hasTime()) return;
      try {
        await groupNames.add(integrationId, pairs, seenAt);
        learn(integrationId, pairs, seenAt + GROUPS_EVERY_MS);
      } catch (error) {
        onError(error);
        isStoreDown = true;
      }
    };
    const work = async (): Promise<void> => {
      const due = sightingsOf(messages).filter(isPerhapsDue);
      const additions = await inChunks(due, READ_LIMIT, async (chunk) => (hasTime() ? look(chunk) : []), 1);
      await pMap(additions, add, { concurrency: CONCURRENT_CALLS });
    };
    await Promise.race([work().catch(onError), expiry]);
  };
};

const keyOf = ({ name, groupId }: GroupName): string => `${groupId}\n${name}`;

const sightingsOf = (messages: readonly QueueMessage[]): readonly Sighting[] => {
  const sightings = messages.flatMap((message) =>
    message.kind === 'events' ? message.events.filter(isEnd).flatMap((event) => sightingOf(message, event)) : [],
  );
  return [...Map.groupBy(sightings, ({ integrationId }) => integrationId)].map(([integrationId, some]) => ({
    integrationId,
    seenAt: Math.max(...some.map(({ seenAt }) => seenAt)),
    pairs: some.flatMap(({ pairs }) => pairs),
  }));
};

const sightingOf = ({ integrationId, receivedAt }: QueueMessage, { chat: { group } }: EndEvent): readonly Sighting[] =>
  group?.id === undefined
    ? []
    : [{ integrationId, seenAt: receivedAt, pairs: [{ name: group.name, groupId: group.id }] }];
