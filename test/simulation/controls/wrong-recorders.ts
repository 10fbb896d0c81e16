/** Recorders that forget what a chat is, and recorders that count by themselves. */

import * as z from 'zod';
import type { Chat, Ending } from '../../../shared/counting/chat.ts';
import {
  type ChatLedger,
  FIRST_VERSION,
  type InsertOutcome,
  isStored,
  type LedgerEntry,
  refKey,
  type StoredChat,
} from '../../../shared/counting/chat-ledger.port.ts';
import { contributionsOf } from '../../../shared/counting/contributions.ts';
import { type Design, product, type RecordPorts } from '../design.ts';
import type { World } from '../world.ts';

const withLedger = (change: (ports: RecordPorts) => ChatLedger): Design => ({
  ...product,
  recordChats: (ports) => product.recordChats({ ...ports, ledger: change(ports) }),
});

/** What stands in the ledger stays. */
export const firstArrivalWins = withLedger(({ ledger }) => ({ ...ledger, update: async () => ({ kind: 'updated' }) }));

/** Remembers what it is about to write: a request that is lost is taken for recorded when its message comes again. */
export const chatRememberedTooEarly = withLedger(({ ledger }) => {
  const memory = new Map<string, StoredChat>();
  return {
    ...ledger,
    insert: async (entries) => {
      const unknown = entries.filter((entry) => !memory.has(refKey(entry)));
      for (const entry of unknown) memory.set(refKey(entry), { ...entry, version: FIRST_VERSION });
      const outcomes = unknown.length === 0 ? [] : await ledger.insert(unknown);
      const told = new Map(unknown.map((entry, index) => [entry, outcomes[index] ?? 'unavailable']));
      return entries.map((entry) => told.get(entry) ?? 'already_there');
    },
    read: async (refs) => refs.flatMap((ref) => memory.get(refKey(ref)) ?? []),
  };
});

/** Among events of one instant, the one that came first stays. */
export const tiesBrokenByArrival = withLedger(({ ledger }) => ({
  ...ledger,
  update: async (entry, version) => {
    const [stored] = await ledger.read([entry]);
    const chat = stored && isStored(stored) ? keepingTies(entry.chat, stored.chat) : entry.chat;
    return ledger.update({ ...entry, chat, contributions: contributionsOf(chat) }, version);
  },
}));

const keepingTies = (joined: Chat, stored: Chat): Chat => {
  const resolved = tied(joined.resolved, stored.resolved);
  const resolvedInGroup = tied(joined.resolvedInGroup, stored.resolvedInGroup);
  const deleted = tied(joined.deleted, stored.deleted);
  const markedSpam = tied(joined.markedSpam, stored.markedSpam);
  return {
    ...joined,
    ...(resolved && { resolved }),
    ...(resolvedInGroup && { resolvedInGroup }),
    ...(deleted && { deleted }),
    ...(markedSpam && { markedSpam }),
  };
};

const tied = <E extends Ending>(now: E | undefined, before: E | undefined): E | undefined =>
  now?.at === before?.at ? before : undefined;

const addAll = async ({ addToCount }: RecordPorts, { integrationId, contributions }: LedgerEntry): Promise<void> => {
  for (const contribution of contributions) await addToCount(integrationId, contribution);
};

/** Adds after each insert that `isCounted`; nobody tallies the stream. */
const addingByItself = (isCounted: (outcome: InsertOutcome | undefined) => boolean): Design => ({
  ...withLedger((ports) => ({
    ...ports.ledger,
    insert: async (entries) => {
      const outcomes = await ports.ledger.insert(entries);
      for (const [index, entry] of entries.entries()) if (isCounted(outcomes[index])) await addAll(ports, entry);
      return outcomes;
    },
  })),
  tallyContacts: () => async () => ({ state: {}, batchItemFailures: [] }),
});

export const putThenAdd = addingByItself((outcome) => outcome === 'inserted');

const eventSchema = z.object({ Records: z.array(z.looseObject({ messageId: z.string() })) });

/** Counts every message once, and takes that for every chat once. */
export const dedupedByMessageId: Design = (() => {
  const adding = addingByItself((outcome) => outcome !== 'unavailable');
  const seen = new WeakMap<World, Set<string>>();
  return {
    ...adding,
    recordChats: (ports) => {
      const handle = adding.recordChats(ports);
      const done = seen.get(ports.world) ?? new Set<string>();
      seen.set(ports.world, done);
      return async (event) => {
        const records = eventSchema.parse(event).Records.filter(({ messageId }) => !done.has(messageId));
        const answer = await handle({ Records: records });
        for (const { messageId } of records) done.add(messageId);
        return answer;
      };
    },
  };
})();
