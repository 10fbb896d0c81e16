/** What the counts must be, from the events alone: the ledger and the stream have no say in it. */

import { type Chat, chatOf, joinChat } from '../shared/counting/chat.ts';
import { type Contribution, contributionsOf, countKey, sumOf } from '../shared/counting/contributions.ts';
import { isTerminal } from '../shared/intake/event.ts';
import { createEventParser } from '../shared/intake/event-schema.ts';
import type { WireEvent } from './chat-events.ts';
import type { StoredCount } from './stored-counts.ts';

export type Expected = {
  /** Distinct chats with at least one terminal event. */
  readonly endedChats: number;
  readonly counts: readonly Contribution[];
};

export const expectCounts = (events: readonly WireEvent[], now: number): Expected => {
  const parse = createEventParser(now);
  const chats = new Map<string, Chat>();
  for (const wire of events) {
    const parsed = parse(wire);
    if (!parsed.ok || !isTerminal(parsed.event)) continue;
    const { id } = parsed.event.chat;
    const chat = chatOf(parsed.event);
    const known = chats.get(id);
    chats.set(id, known ? joinChat(known, chat) : chat);
  }
  const counts = sumOf([...chats.values()].flatMap(contributionsOf));
  return { endedChats: countEnded(events), counts };
};

/** Counted another way than above, on purpose: what is printed as equal should not come from one place. */
const countEnded = (events: readonly WireEvent[]): number =>
  new Set(
    events.flatMap(({ type, chat }) =>
      ['chat.resolved', 'chat.deleted', 'chat.marked_spam'].includes(type) && chat ? [chat.id] : [],
    ),
  ).size;

/** A count that holds 0 after a move is as good as none. */
export const isCounted = ({ counts }: Expected, stored: readonly StoredCount[]): boolean => {
  const open = new Map(stored.map((count) => [countKey(count), count]));
  for (const count of counts) {
    const found = open.get(countKey(count));
    open.delete(countKey(count));
    const { contacts = 0, arrivals = 0 } = count.measures;
    if ((found?.contacts ?? 0) !== contacts || (found?.arrivals ?? 0) !== arrivals) return false;
  }
  return [...open.values()].every(({ contacts, arrivals }) => contacts === 0 && arrivals === 0);
};

/**
 * How many contacts stand where they belong: never more than the whole. The plain sum can be more, because a chat that
 * moves arrives in its new count before it leaves the old one.
 */
export const contactsInPlace = ({ counts }: Expected, stored: readonly StoredCount[]): number => {
  const found = new Map(stored.map((count) => [countKey(count), count.contacts]));
  return counts.reduce((sum, count) => {
    const wanted = count.measures.contacts ?? 0;
    return sum + Math.min(wanted, found.get(countKey(count)) ?? 0);
  }, 0);
};
